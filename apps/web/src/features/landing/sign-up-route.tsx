export function SignUpRoute() {
  return null;
}
