import { describe, expect, it } from 'vitest';
import { clampPanel, PANEL_MAX, PANEL_MIN, panelWidthAfter } from './panel-width.ts';

describe('the panel’s width', () => {
  it('leaves room for the list behind it', () => {
    expect(clampPanel(700, 900)).toBe(580);
    expect(clampPanel(100, 2000)).toBe(PANEL_MIN);
    expect(clampPanel(5000, 2000)).toBe(PANEL_MAX);
    expect(clampPanel(500, 400)).toBe(PANEL_MIN);
  });

  it('follows the keys of its handle', () => {
    expect(panelWidthAfter('ArrowLeft', 500)).toBeGreaterThan(500);
    expect(panelWidthAfter('ArrowRight', 500)).toBeLessThan(500);
    expect(panelWidthAfter('End', 500)).toBe(PANEL_MIN);
    expect(panelWidthAfter('a', 500)).toBeUndefined();
  });
});
