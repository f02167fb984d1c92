import type { ReactNode } from 'react';

export function Section({ title, children, stack }: { title: string; children: ReactNode; stack?: boolean }) {
  return (
    <section className="border-t border-line py-4">
      <h2 className="pb-3 text-12 font-medium text-ink-faint">{title}</h2>
      <div className={stack ? 'flex flex-col gap-3' : 'flex flex-wrap items-center gap-3'}>{children}</div>
    </section>
  );
}

export const PEOPLE = [
  'Ada Lovelace',
  'Grace Hopper',
  'Edsger Dijkstra',
  'Barbara Liskov',
  'Zoë Åkerlund',
  'Radia Perlman',
  'Ken Thompson',
  '山田 太郎',
  'Margaret Hamilton',
  'Alan Kay',
  'Frances Allen',
  'Tony Hoare',
].map((name, index) => ({ id: `person-${index}-${name.length}`, name }));
