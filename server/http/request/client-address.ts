import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import type { ClientAddressReport } from '#shared/limits/limit-rules.ts'
import { networkOf } from '../../limits/networks.ts'

export interface ClientAddress {
  /** The caller's address in its shortest form, or `unknown`. */
  address: string
  /** What limits count by: the address, an IPv6 one as its /64 network. */
  network: string
}

/** What a request says of where it comes from. */
export interface AddressSource {
  /** The other end of the connection. */
  peer?: string
  forwardedFor?: string
}

export type Hop = ClientAddressReport['hops'][number]

/** Decides a request's client address; `forwardedFor` is believed as far as the hops are trusted proxies. */
export type ClientAddressOf = (source: AddressSource) => ClientAddress

type Address = ipaddr.IPv4 | ipaddr.IPv6

// Nobody who means well forwards more, and no more of it is kept.
const longestKept = 200
const mostKept = 5000

/**
 * Reads X-Forwarded-For from right to left and stops at the first address that is not a trusted proxy. The latest answers
 * are remembered, since most requests come from where others did.
 */
export function createClientAddressOf(trustedProxies: string[]): ClientAddressOf {
  const read = createAddressReader(trustedProxies)
  const known = new LRUCache<string, ClientAddress>({ max: mostKept })
  return (source) => {
    const { peer = '', forwardedFor } = source
    const key = forwardedFor === undefined ? peer : `${peer} ${forwardedFor}`
    if (key.length > longestKept) return read(source)
    const found = known.get(key)
    if (found) return found
    const client = read(source)
    known.set(key, client)
    return client
  }
}

function createAddressReader(trustedProxies: string[]): ClientAddressOf {
  const isTrusted = createTrust(trustedProxies)
  return ({ peer, forwardedFor }) => {
    let client = parseAddress(peer)
    const hops = forwardedFor?.split(',') ?? []
    while (client && isTrusted(client) && hops.length > 0) client = parseAddress(hops.pop())
    if (!client) return { address: 'unknown', network: 'unknown' }
    const address = client.toString()
    return { address, network: networkOf(address) }
  }
}

/** The hops that `createClientAddressOf` reads, the connection first, with what it makes of each. */
export function createHopsOf(trustedProxies: string[]): (source: AddressSource) => Hop[] {
  const isTrusted = createTrust(trustedProxies)
  return ({ peer, forwardedFor }) => {
    const forwarded = forwardedFor?.split(',').reverse() ?? []
    const hops: Hop[] = [peer ?? '', ...forwarded].map((value, index) => {
      const address = parseAddress(value)
      const trusted = address !== null && isTrusted(address)
      const from = index === 0 ? 'connection' : 'x-forwarded-for'
      return { value: value.trim(), from, trusted, client: false }
    })
    const client = hops.find(({ trusted }) => !trusted) ?? hops.at(-1)
    if (client) client.client = true
    return hops
  }
}

/** Whether the address is one that only a machine nearby can have: of this machine, or of a private network. */
export function isNearby(value: string | undefined): boolean {
  const range = parseAddress(value)?.range()
  return range !== undefined && nearbyRanges.has(range)
}

const nearbyRanges = new Set<string>(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'])

function createTrust(trustedProxies: string[]): (address: Address) => boolean {
  const trusted = trustedProxies.map(parseRange)
  return (address) =>
    trusted.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
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
