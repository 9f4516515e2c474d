import type { ClientAddressReport } from '#shared/limits/limit-rules.ts'
import { widerNetwork } from '../../limits/networks.ts'
import { type AddressSource, type ClientAddress, createHopsOf, isNearby } from './client-address.ts'
import type { RecentClients } from './recent-clients.ts'

type Warning = ClientAddressReport['warnings'][number]

// A header may name any number of hops; nobody has this many proxies.
const maxShownHops = 20
const maxShownLength = 1000
// From so many requests on it is no accident that they all have one address.
const enoughRequests = 20

/** Says how the address of a request was decided, and what looks wrong about it. */
export function createDescribeClient(options: { trustedProxies: string[]; recentClients: RecentClients }) {
  const hopsOf = createHopsOf(options.trustedProxies)

  return (source: AddressSource, { address, network }: ClientAddress): ClientAddressReport => {
    const { networks, requests, network: only } = options.recentClients.count()
    const hops = hopsOf(source)
    return {
      peer: source.peer ?? null,
      forwardedFor: source.forwardedFor?.slice(0, maxShownLength) ?? null,
      trustedProxies: options.trustedProxies,
      hops: hops.slice(0, maxShownHops).map((hop) => ({ ...hop, value: hop.value.slice(0, maxShownLength) })),
      address,
      network,
      widerNetwork: widerNetwork(network),
      recent: { networks, requests },
      warnings: [
        ...warnOfUnknown(address),
        ...warnOfProxy(source, hops[0]?.trusted ?? false),
        ...(networks === 1 && requests >= enoughRequests ? [warnOfOne(requests, only ?? '')] : []),
      ],
    }
  }
}

function warnOfUnknown(address: string): Warning[] {
  if (address !== 'unknown') return []
  const message =
    'The address of this request is not known: a trusted proxy forwards something that is no address. All such callers share one limit.'
  return [{ kind: 'unknown-address', message }]
}

function warnOfProxy({ peer, forwardedFor }: AddressSource, trusted: boolean): Warning[] {
  if (trusted || forwardedFor === undefined || !isNearby(peer)) return []
  const message = `This request came from ${peer}, an address nearby, and forwards another one that is not believed. If that is your proxy, name it in TRUSTED_PROXIES: until then everybody behind it shares one limit.`
  return [{ kind: 'undeclared-proxy', message }]
}

function warnOfOne(requests: number, network: string): Warning {
  const message = `All of the last ${requests} requests came from ${network}. If they are not all yours, a proxy hides the callers, and they share one limit: let it send X-Forwarded-For and name it in TRUSTED_PROXIES.`
  return { kind: 'one-address', message }
}
