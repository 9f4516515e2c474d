/** How many calls the limits leave, by an answer's RateLimit header. Throws when it does not say. */
export function callsLeft({ headers }: { headers: Record<string, unknown> }): number {
  const [, left] = /;r=(\d+)/.exec(String(headers.ratelimit)) ?? []
  if (left === undefined) throw new Error(`RateLimit says ${headers.ratelimit}.`)
  return Number(left)
}
