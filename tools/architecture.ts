import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import {
  FORBIDDEN_NAMES,
  IMPURE_GLOBALS,
  isTestFile,
  LONGEST_FILE,
  OPEN_FOLDERS,
  type Package,
  packageNameOf,
  packageOf,
  TESTING_DOORS,
  type Zone,
  zoneOf,
} from './floors.ts';
import type { Source, SourceImport } from './read-source.ts';

/** What a package.json says, as far as the rules need it. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, { readonly source: string }>>;
}

/** Folder (`''` is the root) to manifest. */
export type Manifests = ReadonlyMap<string, Manifest>;

/** Every import against the floors: doors, halves, browsers, and what the package.json declares. */
export function importProblems(sources: readonly Source[], manifests: Manifests): string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((entry) => {
      const why = importProblem(source.path, entry, manifests);
      return why === undefined ? [] : [`${source.path}:${entry.line} imports ${entry.specifier}: ${why}`];
    }),
  );
}

function importProblem(path: string, entry: SourceImport, manifests: Manifests): string | undefined {
  const { specifier } = entry;
  const zone = zoneOf(path);
  const home = packageOf(path);
  if (specifier.startsWith('.')) return relativeProblem(path, specifier, home, zone, manifests);
  if (specifier.startsWith('@atrium/')) return doorProblem(path, specifier, home, zone, manifests);
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return 'write node: in front of a module of Node';
    return zone?.isBrowser && !isTestFile(path) ? 'this code also runs in browsers' : undefined;
  }
  if (specifier.startsWith('virtual:')) return undefined;
  return isDeclared(path, packageNameOf(specifier), home, manifests)
    ? undefined
    : 'the package.json of its package does not declare it';
}

function relativeProblem(
  path: string,
  specifier: string,
  home: Package | undefined,
  zone: Zone | undefined,
  manifests: Manifests,
): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  const there = packageOf(target);
  if (there !== home) return 'leaves its package; use a door';
  if (!home) return undefined;
  if (!isTestFile(path) && isTestFile(target)) return 'shipped code may not import tests';
  if (!isTestFile(path) && zone?.never?.some((folder) => target.startsWith(`${folder}/`))) {
    return 'the two halves may not know each other';
  }
  if (isTestFile(path) && isTestFile(target)) return undefined;
  const doors = Object.values(manifests.get(home.folder)?.exports ?? {});
  return doors.some((door) => posix.join(home.folder, door.source) === target)
    ? 'nothing inside a package imports its own door'
    : undefined;
}

function doorProblem(
  path: string,
  specifier: string,
  home: Package | undefined,
  zone: Zone | undefined,
  manifests: Manifests,
): string | undefined {
  const name = packageNameOf(specifier);
  if (!isDoor(specifier, manifests)) return 'no such door';
  if (home === undefined) {
    return OPEN_FOLDERS.some((folder) => path.startsWith(`${folder}/`)) ? undefined : 'not from here';
  }
  if (name === home.name) return 'a package does not import itself by name';
  const wanted = isTestFile(path) ? (TESTING_DOORS[specifier] ?? specifier) : specifier;
  if (!zone?.doors.includes(wanted)) return 'not on a floor below';
  return isDeclared(path, name, home, manifests) ? undefined : 'its package.json does not declare it';
}

function isDoor(specifier: string, manifests: Manifests): boolean {
  const name = packageNameOf(specifier);
  const key = specifier === name ? '.' : `.${specifier.slice(name.length)}`;
  for (const [folder, manifest] of manifests) {
    if (packageOf(`${folder}/`)?.name === name) return manifest.exports?.[key] !== undefined;
  }
  return false;
}

function isDeclared(path: string, name: string, home: Package | undefined, manifests: Manifests): boolean {
  const folder = home?.folder ?? (path.startsWith('bench/') ? 'bench' : '');
  const own = manifests.get(folder);
  const isShipped = home !== undefined && !isTestFile(path) && path.startsWith(`${home.folder}/src/`);
  // Types are erased, so what only types need may stay a development dependency.
  const places =
    isShipped && home.name !== '@atrium/web'
      ? [own?.dependencies]
      : [own?.dependencies, own?.devDependencies];
  if (!isShipped) places.push(manifests.get('')?.devDependencies, ...everyDependency(home, manifests));
  return places.some((list) => list?.[name] !== undefined || list?.[`@types/${name}`] !== undefined);
}

/** Tests of the whole product may use what any package uses. */
function everyDependency(home: Package | undefined, manifests: Manifests) {
  return home === undefined ? [...manifests.values()].map((manifest) => manifest.dependencies) : [];
}

/** Groups of files that import each other in a circle, type-only imports included. */
export function importCycles(sources: readonly Source[]): string[][] {
  const targets = new Map(
    sources.map((source) => [
      source.path,
      source.imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(source.path), specifier)),
    ]),
  );
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (path: string): number => {
    const own = index.size;
    index.set(path, own);
    low.set(path, own);
    stack.push(path);
    let lowest = own;
    for (const target of targets.get(path) ?? []) {
      if (!targets.has(target)) continue;
      if (target === path) cycles.push([path]);
      if (!index.has(target)) lowest = Math.min(lowest, visit(target));
      else if (stack.includes(target)) lowest = Math.min(lowest, index.get(target) ?? lowest);
    }
    if (lowest === own) {
      const group = stack.splice(stack.indexOf(path));
      if (group.length > 1) cycles.push(group.sort());
    }
    return lowest;
  };
  for (const path of targets.keys()) if (!index.has(path)) visit(path);
  return cycles;
}

/** Clock, randomness and I/O in zones that must be pure. */
export function purityProblems(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => zoneOf(path)?.isPure && !isTestFile(path))
    .flatMap(({ path, names }) =>
      [...IMPURE_GLOBALS, 'Math.random']
        .filter((name) => names.has(name))
        .map((name) => `${path} uses ${name}`),
    );
}

/** Names without a subject, default exports, and files that have grown too long. */
export function shapeProblems(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, lines, hasDefaultExport }) => {
    const problems: string[] = [];
    const names = path.split('/').map((part) => part.replace(/\..*$/, ''));
    const forbidden = names.find((name) => FORBIDDEN_NAMES.includes(name));
    if (forbidden !== undefined) problems.push(`${path}: call it by its subject, not "${forbidden}"`);
    if (hasDefaultExport && !/\.config\.ts$/.test(path)) problems.push(`${path}: has a default export`);
    if (lines > LONGEST_FILE && !isTestFile(path)) problems.push(`${path}: ${lines} lines are too many`);
    return problems;
  });
}

/** Our packages in a package.json: exactly the ones whose doors its zones may use. */
export function dependencyProblems(home: Package, manifest: Manifest): string[] {
  const allowed = new Set(home.zones.flatMap((zone) => zone.doors).map(packageNameOf));
  const declared = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@atrium/'));
  return [
    ...declared.filter((name) => !allowed.has(name)).map((name) => `${home.name} may not depend on ${name}`),
    ...[...allowed]
      .filter((name) => !declared.includes(name))
      .map((name) => `${home.name} does not declare ${name}`),
  ];
}

/** The references of a tsconfig, as folders of packages, against the same table. */
export function referenceProblems(home: Package, references: readonly string[]): string[] {
  const allowed = new Set(home.zones.flatMap((zone) => zone.doors).map(packageNameOf));
  return references.flatMap((folder) => {
    const target = packageOf(`${folder}/`);
    if (target === home || (target !== undefined && allowed.has(target.name))) return [];
    return [`${home.folder}: its tsconfig may not refer to ${folder}`];
  });
}
