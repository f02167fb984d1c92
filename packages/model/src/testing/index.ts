export { createWorld, type SendOptions, type Sent, type World } from './world.ts';
