/** Whether the origin names this machine only. */
export function isLoopbackOrigin(value: string): boolean {
  const { hostname } = new URL(value)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}
