// npm run bench: the benchmarks of bench/, on the packages as they are built and shipped.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, checkNode, giveUp, install, ROOT } from './prepare.mjs';

checkNode();
install();
build();
const main = join(ROOT, 'bench/main.ts');
if (!existsSync(main)) giveUp('This version has no benchmarks yet (bench/main.ts).');
const args = ['--import', 'tsx', main, ...process.argv.slice(2)];
spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
