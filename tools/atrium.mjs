// npm run atrium -- <command>: the command line of the built server.
import { build, checkNode, install, runServerProgram } from './prepare.mjs';

checkNode();
install();
build();
await runServerProgram(process.argv.slice(2));
