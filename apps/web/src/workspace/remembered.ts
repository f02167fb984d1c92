/** Small things a browser keeps between visits; without storage they last until the page goes. */
export function remembered<T>(key: string, read: (value: unknown) => T | undefined) {
  let held: T | undefined;
  return {
    get(): T | undefined {
      try {
        const text = localStorage.getItem(key);
        return text === null ? held : read(JSON.parse(text));
      } catch {
        return held;
      }
    },
    set(value: T | undefined): void {
      held = value;
      try {
        if (value === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Kept in memory above.
      }
    },
  };
}
