export const PANEL_MIN = 360;
export const PANEL_MAX = 900;
export const PANEL_START = 520;
const STEP = 24;

export function clampPanel(width: number, available: number): number {
  // The list behind stays wide enough to be walked.
  const most = Math.max(PANEL_MIN, Math.min(PANEL_MAX, available - 320));
  return Math.round(Math.min(Math.max(width, PANEL_MIN), most));
}

/** The width after a key on the handle; the panel is at the right, so left makes it wider. */
export function panelWidthAfter(key: string, width: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return width + STEP;
    case 'ArrowRight':
      return width - STEP;
    case 'Home':
      return PANEL_MAX;
    case 'End':
      return PANEL_MIN;
    default:
      return undefined;
  }
}
