// npm start: installs what is missing, builds what changed, starts Atrium.
import { build, checkNode, install, runServerProgram } from './prepare.mjs';

checkNode();
install();
build();
await runServerProgram(['start', ...process.argv.slice(2)]);
