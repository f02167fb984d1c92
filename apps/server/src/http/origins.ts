import type { Settings } from '../settings.ts';

export type OriginCheck = (origin: string, host: string | undefined) => boolean;

/** Browsers may call from the page this server gave them, from the public address, and from what is allowed. */
export function createOriginCheck({ publicUrl, allowedOrigins }: Settings): OriginCheck {
  const allowed = new Set(allowedOrigins);
  if (publicUrl) allowed.add(new URL(publicUrl).origin);
  return (origin, host) => {
    if (allowed.has(origin)) return true;
    if (!URL.canParse(origin) || !host) return false;
    return new URL(origin).host === host;
  };
}
