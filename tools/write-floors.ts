// node --import tsx tools/write-floors.ts: writes the floors into biome.json. The architecture test says when.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { floorOverrides } from './biome-floors.ts';
import { ROOT } from './prepare.mjs';

const file = join(ROOT, 'biome.json');
const settings = JSON.parse(readFileSync(file, 'utf8'));
settings.overrides = floorOverrides();
writeFileSync(file, JSON.stringify(settings));
spawnSync(process.execPath, [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', file]);
