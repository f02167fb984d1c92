import { PACKAGES, TESTING_DOORS, type Zone } from './floors.ts';

/** The overrides that hold the floors while typing; the architecture test sees what lint rules cannot. */
export function floorOverrides(): object[] {
  const zones = PACKAGES.flatMap((entry) => entry.zones);
  return zones.map((zone) => ({
    includes: [`${zone.folder}/**`, '!**/*.test.ts', '!**/*.test.tsx', '!**/*.contract.ts', '!**/testing/**'],
    linter: {
      rules: {
        style: {
          noRestrictedImports: { level: 'error', options: { patterns: patternsOf(zone) } },
        },
      },
    },
  }));
}

function patternsOf(zone: Zone): object[] {
  const testing = Object.keys(TESTING_DOORS).map((door) => door);
  const open = zone.doors.filter((door) => !testing.includes(door)).map((door) => `!${door}`);
  const patterns: object[] = [
    {
      group: ['@atrium/**', ...open],
      message: `${zone.folder} may import ${zone.doors.join(', ') || 'no other package of ours'}.`,
    },
  ];
  if (zone.isBrowser) patterns.push({ group: ['node:*'], message: 'This code also runs in browsers.' });
  return patterns;
}
