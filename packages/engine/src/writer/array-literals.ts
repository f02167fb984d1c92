/** PostgreSQL array literals. The driver's own way of making them escapes every element with two regular expressions. */

/** Of ids, numbers, instants and bytes: nothing in them needs quoting. */
export function plainArray(values: readonly (string | number | null | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Of JSON values; undefined and null become NULL. */
export function jsonArray(values: readonly (object | null | undefined)[]): string {
  return jsonTextArray(values.map((value) => (value ? JSON.stringify(value) : undefined)));
}

/** The same of values that are JSON text already. */
export function jsonTextArray(texts: readonly (string | undefined)[]): string {
  // JSON text holds no control characters, so quoting it once more as JSON is just what an array wants.
  return `{${texts.map((text) => (text === undefined ? 'NULL' : JSON.stringify(text))).join(',')}}`;
}
