/** Text from elsewhere, fit for the log: without NUL and broken characters, with plain line ends. */
export function foreignText(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\u0000', '').toWellFormed().replace(/\r\n?/g, '\n');
}
