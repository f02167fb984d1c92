import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initials, personHue } from './person-hue.ts';

describe('a person’s hue', () => {
  it('is one of twelve, and the same each time', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const hue = personHue(id);
        expect(hue).toBe(personHue(id));
        expect(Number.isInteger(hue) && hue >= 1 && hue <= 12).toBe(true);
      }),
    );
  });

  it('spreads people with similar ids over all twelve', () => {
    const hues = new Set(Array.from({ length: 200 }, (_, index) => personHue(`0193f-person-${index}`)));
    expect(hues.size).toBe(12);
  });
});

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['  grace   brewster hopper ', 'GH'],
    ['Zoë', 'Z'],
    ['山田 太郎', '山太'],
    ['jean-luc', 'JL'],
    ['@handle', 'H'],
    ['🙂', '?'],
    ['', '?'],
  ])('of %j are %j', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
