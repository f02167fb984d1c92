/** Time as the sync code sees it: injected, so that tests and the simulation run on a virtual one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimer(milliseconds: number, run: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}
