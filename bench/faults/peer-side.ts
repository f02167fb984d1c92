import { CuttingProxy } from './cutting-proxy.ts';
import { PeerBackend } from './peer-backend.ts';
import type { OpenSide } from './side.ts';

/** A fresh backend for the peer. */
export async function openPeerSide(folder: string): Promise<OpenSide> {
  const backend = new PeerBackend(folder);
  const proxy = new CuttingProxy();
  const port = await proxy.open();
  proxy.leadTo(await backend.open());
  return {
    proxy,
    url: `http://127.0.0.1:${port}`,
    who: { tenantId: '', personId: '', projectId: '' },
    async signIn() {
      backend.isSignedIn = true;
    },
    async signOutEverywhere() {
      backend.isSignedIn = false;
    },
    titles: async () => backend.titles(),
    async close() {
      await proxy.close();
      backend.close();
    },
  };
}
