/** The engine takes nothing more; what was queued before is still answered. */
export class EngineClosed extends Error {
  override readonly name = 'EngineClosed';

  constructor() {
    super('The engine is closed.');
  }
}
