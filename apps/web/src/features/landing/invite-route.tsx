export function InviteRoute() {
  return null;
}
