import ipaddr from 'ipaddr.js'

export interface ClientAddress {
  /** The caller's address in its shortest form, or `unknown`. */
  address: string
  /** What limits count by: the address, an IPv6 one as its /64 network. */
  network: string
  /** Whether the caller is a program on this machine, with nobody in between who does not say so. */
  local: boolean
}

/** Decides a request's client address; `forwardedFor` is believed as far as the hops are trusted proxies. */
export type ClientAddressOf = (request: { peer?: string; forwardedFor?: string }) => ClientAddress

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Reads X-Forwarded-For from right to left and stops at the first address that is not a trusted proxy. */
export function createClientAddressOf(trustedProxies: string[]): ClientAddressOf {
  const trusted = trustedProxies.map(parseRange)
  const isTrusted = (address: Address) =>
    trusted.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
  return ({ peer, forwardedFor }) => {
    let client = parseAddress(peer)
    const hops = forwardedFor?.split(',') ?? []
    while (client && isTrusted(client) && hops.length > 0) client = parseAddress(hops.pop())
    if (!client) return { address: 'unknown', network: 'unknown', local: false }
    return {
      address: client.toString(),
      network: networkOf(client),
      local: client.range() === 'loopback' && hops.length === 0,
    }
  }
}

function parseRange(value: string): [Address, number] {
  if (value.includes('/')) return ipaddr.parseCIDR(value) as [Address, number]
  const address = ipaddr.process(value)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

// An IPv4 address that came through an IPv6 socket (::ffff:203.0.113.7) is the IPv4 address.
function parseAddress(value: string | undefined): Address | null {
  const text = value
    ?.trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  return text && ipaddr.isValid(text) ? ipaddr.process(text) : null
}

function networkOf(address: Address): string {
  if (address.kind() === 'ipv4') return address.toString()
  const bytes = address.toByteArray().map((byte, index) => (index < 8 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes).toString()}/64`
}
