/** Whether the origin names this machine only; a name such as `127.example.com` is anybody's. */
export function isLoopbackOrigin(value: string): boolean {
  const { hostname } = new URL(value)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
