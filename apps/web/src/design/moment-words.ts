/** A time beside other things: `Nov 17, 2026, 3:21 PM`. */
export const momentWords = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time by itself, in full: `Tuesday, November 17, 2026 at 3:21 PM`. */
export const fullMomentWords = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
