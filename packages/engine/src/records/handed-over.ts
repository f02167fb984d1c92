/** The reader went away before the end. */
class ReaderGone extends Error {}

/**
 * Turns work that emits values into something to iterate over. The work waits in `emit` until the value was
 * taken, so nothing piles up; it is ended by an error out of `emit` when the reader leaves early.
 */
export async function* handedOver<T>(
  work: (emit: (value: T) => Promise<void>) => Promise<void>,
): AsyncGenerator<T, void, void> {
  let offer: { value: T; taken: () => void; refused: (error: Error) => void } | undefined;
  let ended = false;
  let wake: () => void = () => undefined;
  let left = false;
  const running = work((value) =>
    left
      ? Promise.reject(new ReaderGone())
      : new Promise<void>((taken, refused) => {
          offer = { value, taken, refused };
          wake();
        }),
  ).finally(() => {
    ended = true;
    wake();
  });
  // Awaited below; until then a failure is not unhandled.
  running.catch(() => undefined);
  try {
    for (;;) {
      if (offer) {
        const { value, taken } = offer;
        yield value;
        offer = undefined;
        taken();
      } else if (ended) {
        await running;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    left = true;
    offer?.refused(new ReaderGone());
    await running.catch(() => undefined);
  }
}
