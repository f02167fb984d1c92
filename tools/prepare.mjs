import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const SERVER_MAIN = join(ROOT, 'apps/server/dist/cli/main.js');

const OLDEST_NODE = [20, 19];
const CACHE = join(ROOT, '.cache');
const INSTALL_STAMP = join(ROOT, 'node_modules/.atrium-installed');
const BUILD_STAMP = join(CACHE, 'built');
const BUILD_LOCK = join(CACHE, 'build.lock');
const SOURCES = ['packages', 'apps', 'package-lock.json', 'tsconfig.base.json'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

/**
 * Everything before the product itself can run. Progress goes to stderr, so that what a command prints on
 * stdout stays its own.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * @param {string} text
 * @returns {never}
 */
export function giveUp(text) {
  say(`\n${text}`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  giveUp(
    `Atrium needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org for a newer one.`,
  );
}

/**
 * Runs one of our tools to its end, with its output on stderr.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {boolean} whether it went well
 */
export function run(command, args, options = {}) {
  const env = { ...process.env, ...options.env };
  const shell = process.platform === 'win32' && command === 'npm';
  const result = spawnSync(command, args, { cwd: options.cwd ?? ROOT, env, stdio: ['ignore', 2, 2], shell });
  if (result.error) say(`${command}: ${result.error.message}`);
  return result.status === 0;
}

/** The program of an installed package, started by this very Node. */
export const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
export const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

export function install() {
  const lock = join(ROOT, 'package-lock.json');
  const wanted = hashOf([lock]);
  if (readOr(INSTALL_STAMP) === wanted) return;
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  if (!isFresh) {
    say('Installing dependencies (npm ci): about a minute, once.');
    if (!run('npm', ['ci', '--no-audit', '--no-fund'])) {
      giveUp('npm ci failed; its own words are above. Nothing was started.');
    }
  }
  writeFileSync(INSTALL_STAMP, wanted);
}

export function build() {
  mkdirSync(CACHE, { recursive: true });
  const release = lockBuild();
  try {
    const wanted = hashOf(SOURCES.flatMap((path) => filesBelow(join(ROOT, path))));
    const isBuilt = existsSync(SERVER_MAIN) && existsSync(join(ROOT, 'apps/web/dist/index.html'));
    if (isBuilt && readOr(BUILD_STAMP) === wanted) return;
    say('Building the server (tsc).');
    if (!run(process.execPath, [TSC, '-b', 'apps/server'])) giveUp('The server did not compile; see above.');
    say('Building the web app (vite).');
    const web = { cwd: join(ROOT, 'apps/web'), env: { NODE_ENV: 'production' } };
    if (!run(process.execPath, [VITE, 'build', '--logLevel', 'warn'], web)) {
      giveUp('The web app did not build; see above.');
    }
    writeFileSync(BUILD_STAMP, wanted);
  } finally {
    release();
  }
}

/**
 * Runs the built command line in this process: signals reach it directly, and no orphan can remain.
 * @param {string[]} args
 */
export async function runServerProgram(args) {
  process.env.NODE_ENV ??= 'production';
  process.argv = [process.execPath, SERVER_MAIN, ...args];
  stopWithParent();
  await import(new URL('../apps/server/dist/cli/main.js', import.meta.url).href);
}

/**
 * A signal sent to npm ends at the shell between npm and us, which dies of it without passing it on. Then we
 * have another parent, and stop as if the signal had come.
 */
export function stopWithParent() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}

/** A server and a command may be started at the same time: the second waits for the first one's build. */
function lockBuild() {
  for (;;) {
    try {
      writeFileSync(BUILD_LOCK, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(BUILD_LOCK, { force: true });
      process.once('exit', release);
      return () => {
        process.off('exit', release);
        release();
      };
    } catch {
      if (!isAlive(Number(readOr(BUILD_LOCK)))) rmSync(BUILD_LOCK, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  // An unreadable lock was created this very moment: its owner is about to write its pid.
  if (!Number.isSafeInteger(pid)) return false;
  if (pid === 0) return existsSync(BUILD_LOCK) && Date.now() - statSync(BUILD_LOCK).mtimeMs < 2_000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isSymbolicLink() ? [] : filesBelow(join(path, entry.name))));
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** @param {string} file */
function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
