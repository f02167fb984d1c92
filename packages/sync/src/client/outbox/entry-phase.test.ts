import { expect, test } from 'vitest';
import { PHASE_EVENTS, PHASE_TABLE, PHASES } from './entry-phase.ts';

test('[OFF85] every event has its place in every phase, and nothing leads out of gone', () => {
  for (const phase of PHASES) {
    expect(Object.keys(PHASE_TABLE[phase]).sort()).toEqual([...PHASE_EVENTS].sort());
    for (const next of Object.values(PHASE_TABLE[phase])) expect(PHASES).toContain(next);
  }
  expect(new Set(Object.values(PHASE_TABLE.gone))).toEqual(new Set(['gone']));
});

test('[OFF85] what is in the log stays there until it is shown; only a person or the log ends what was refused', () => {
  const leads = (phase: (typeof PHASES)[number]) =>
    PHASE_EVENTS.filter((event) => PHASE_TABLE[phase][event] !== phase);
  expect(leads('committed')).toEqual(['shown']);
  expect(leads('refused')).toEqual(['acked', 'superseded', 'dropped']);
  expect(leads('sending')).toEqual(['lost', 'acked', 'refused', 'later']);
});
