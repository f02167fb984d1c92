// npm run dev: the server from its sources, restarted at each change, and Vite in front of it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, install, ROOT, say, stopWithParent, VITE } from './prepare.mjs';

checkNode();
install();

const port = process.env.PORT ?? '4000';
const server = `http://localhost:${port}`;
const main = join(ROOT, 'apps/server/src/cli/main.ts');
const watch = ['--watch', '--watch-preserve-output', '--conditions=source', '--import', 'tsx'];
const args = ['start', '--port', port, ...process.argv.slice(2)];

say(`Server: ${server} (restarts when a source changes). Open the address that Vite prints below.`);
// In groups of their own: Ctrl-C reaches this process alone, which tells each of them once. A server that is
// told twice stops at once, and leaves its database behind.
const children = [
  spawn(process.execPath, [...watch, main, ...args], { cwd: ROOT, stdio: 'inherit', detached: true }),
  spawn(process.execPath, [VITE], {
    cwd: join(ROOT, 'apps/web'),
    env: { ...process.env, ATRIUM_SERVER: server },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  }),
];

let isStopping = false;

function stop() {
  if (isStopping) return;
  isStopping = true;
  for (const child of children) child.kill('SIGTERM');
}

stopWithParent();
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// One without the other is of no use: whichever ends takes the other along.
for (const child of children) child.on('exit', stop);
