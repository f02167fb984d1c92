/** What a command tells people and programs. With `--json`, people's lines go to stderr and the result is the last line. */
export interface Output {
  /** A line for people. */
  say(line: string): void;
  /** Replaced in place on a terminal, left out elsewhere. */
  progress(line: string): void;
  /** The result: one JSON object with `--json`, else what `describe` makes of it. */
  result(value: object, describe: () => string): void;
}

export function createOutput(json: boolean): Output {
  const stream = json ? process.stderr : process.stdout;
  let open = false;
  const clear = () => {
    if (open) process.stderr.write('\r\u001b[K');
    open = false;
  };
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    progress(line) {
      if (!process.stderr.isTTY) return;
      process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      open = true;
    },
    result(value, describe) {
      clear();
      process.stdout.write(`${json ? JSON.stringify(value) : describe()}\n`);
    },
  };
}
