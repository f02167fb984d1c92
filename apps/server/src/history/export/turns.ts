/** Lets so many work at a time; whoever comes later waits in line. Answers how to leave. */
export type TakeTurn = () => Promise<() => void>;

export function createTurns(places: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let free = places;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((called) => waiting.push(called));
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };
}

/** Holds a turn for as long as something is read, and leaves it however that ends. */
export async function* inTurn<T>(
  takeTurn: TakeTurn,
  parts: AsyncGenerator<T>,
): AsyncGenerator<T, void, void> {
  const leave = await takeTurn();
  try {
    yield* parts;
  } finally {
    leave();
  }
}
