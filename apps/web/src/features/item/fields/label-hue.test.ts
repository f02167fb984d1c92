import { expect, test } from 'vitest';
import { LABEL_COLORS, labelHue } from './label-hue.ts';

test('names have hues, and new labels take a different one each', () => {
  expect(labelHue('red')).toBe(1);
  expect(new Set(LABEL_COLORS.map(labelHue)).size).toBe(LABEL_COLORS.length);
});

test('hex colours find the nearest hue', () => {
  expect(labelHue('#ff0000')).toBe(2);
  expect(labelHue('#d73a4a')).toBe(1);
  expect(labelHue('#0000ff')).toBe(9);
  expect(labelHue('#00ff00')).toBe(5);
});

test('greys, unknown names and things that are no colour have no hue', () => {
  expect(labelHue('#ededed')).toBeUndefined();
  expect(labelHue('gray')).toBeUndefined();
  expect(labelHue(undefined)).toBeUndefined();
});
