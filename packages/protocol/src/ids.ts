import { v5, v7, validate } from 'uuid';

/** A fresh UUIDv7: ordered by time, so that primary keys grow at one end. */
export function newId(): string {
  return v7();
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value) && value === value.toLowerCase();
}

/** The same namespace and name always give the same id; importers stay exactly-once through it. */
export function derivedId(namespaceId: string, name: string): string {
  return v5(name, namespaceId);
}
