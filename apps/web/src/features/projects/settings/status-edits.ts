import type { Status, StatusCategory } from '@atrium/model';

/** A new status at the end of its category, with an id nobody has; undefined when the name is taken. */
export function addStatus(
  statuses: readonly Status[],
  name: string,
  category: StatusCategory,
): Status[] | undefined {
  if (isNameTaken(statuses, name)) return undefined;
  const status: Status = { id: freeId(statuses, name), name, category };
  const last = statuses.findLastIndex((other) => other.category === category);
  const at = last < 0 ? statuses.length : last + 1;
  return [...statuses.slice(0, at), status, ...statuses.slice(at)];
}

export function isNameTaken(statuses: readonly Status[], name: string, except?: string): boolean {
  const folded = name.trim().toLowerCase();
  return statuses.some(({ id, name: other }) => id !== except && other.toLowerCase() === folded);
}

export function changeStatus(statuses: readonly Status[], id: string, change: Partial<Status>): Status[] {
  return statuses.map((status) => {
    if (status.id !== id) return status;
    const { limit, ...rest } = { ...status, ...change };
    return limit === undefined ? rest : { ...rest, limit };
  });
}

/** One place up (-1) or down (1); the same list at the ends. */
export function shiftStatus(statuses: readonly Status[], id: string, by: -1 | 1): readonly Status[] {
  const from = statuses.findIndex((status) => status.id === id);
  const to = from + by;
  const [moved, other] = [statuses[from], statuses[to]];
  if (!moved || !other) return statuses;
  return statuses.map((status, index) => (index === from ? other : index === to ? moved : status));
}

/** Why a status has to stay: each project needs one to start in and one to be done in. */
export function removalProblem(statuses: readonly Status[], id: string): string | undefined {
  const left = statuses.filter((status) => status.id !== id);
  if (!left.some(({ category }) => category === 'todo')) return 'Work needs a status to start in.';
  if (!left.some(({ category }) => category === 'done')) return 'Work needs a status to be done in.';
  return undefined;
}

/** The same rule for a status that would change its category. */
export function mayChangeCategory(statuses: readonly Status[], id: string, to: StatusCategory): boolean {
  const after = changeStatus(statuses, id, { category: to });
  return (
    after.some(({ category }) => category === 'todo') && after.some(({ category }) => category === 'done')
  );
}

function freeId(statuses: readonly Status[], name: string): string {
  const taken = new Set(statuses.map(({ id }) => id));
  const base =
    name
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 36) || 'status';
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}_${count}`;
  return id;
}
