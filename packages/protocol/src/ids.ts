import { v5, v7 } from 'uuid';

// Every id has one spelling, so that equal ids are equal texts.
const ID =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12})$/;

/** A fresh UUIDv7: ordered by time, so that primary keys grow at one end. */
export function newId(): string {
  return v7();
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** The same namespace and name always give the same id; importers stay exactly-once through it. */
export function derivedId(namespaceId: string, name: string): string {
  return v5(name, namespaceId);
}
