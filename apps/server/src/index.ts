export { readSettings, type Settings } from './settings.ts';
export { type RunningServer, startServer } from './start-server.ts';
