import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppRouter } from './app/router.tsx';
import { followTheme } from './design/theme.ts';
import { newVersion, startWorker } from './offline/app-version.ts';
import { listenForInstall } from './offline/install-app.ts';
import './design/styles.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

followTheme();
listenForInstall();
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } });
const router = createAppRouter({ queries });

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

// In development the sources are what counts, and no worker stands before them.
if (import.meta.env.MODE === 'production') {
  window.addEventListener('load', () => void startWorker().catch(() => undefined));
  // A file of this version is nowhere to be had any more: only a reload helps.
  window.addEventListener('vite:preloadError', () => newVersion.set(true));
}
