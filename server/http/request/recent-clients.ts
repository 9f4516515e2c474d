/** Who called this process lately, by network. */
export interface RecentClients {
  note(network: string): void
  count(): { networks: number; requests: number; network: string | null }
}

/**
 * Remembers the networks of the last `maxRequests` requests that are not older than `maxAgeMs`: enough to see
 * whether callers can be told apart, and bounded.
 */
export function createRecentClients(
  options: { maxRequests?: number; maxAgeMs?: number; now?: () => number } = {},
): RecentClients {
  const { maxRequests = 500, maxAgeMs = 10 * 60_000, now = () => performance.now() } = options
  const ring: { network: string; at: number }[] = []
  let next = 0
  return {
    note(network) {
      ring[next] = { network, at: now() }
      next = (next + 1) % maxRequests
    },
    count() {
      const since = now() - maxAgeMs
      const recent = ring.filter(({ at }) => at >= since)
      const networks = new Set(recent.map(({ network }) => network))
      const [network = null] = networks
      return { networks: networks.size, requests: recent.length, network }
    },
  }
}
