import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './service-worker-plugin.ts';

const server = process.env.ATRIUM_SERVER ?? 'http://localhost:4000';

export default defineConfig({
  plugins: [react(), tailwindcss(), serviceWorker()],
  // The default conditions stay; 'source' in front makes our own packages come from src.
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  server: {
    proxy: {
      '/api': { target: server, changeOrigin: false },
      '/ws': { target: server.replace(/^http/, 'ws'), ws: true },
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Browsers that know light-dark(): older targets would rewrite every colour token.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // Inlined fonts and pictures would need a `data:` source in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
