import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'
import { isLoopbackOrigin } from '#shared/addresses/origin.ts'

/** What a request says of where it comes from and whom it means. */
export interface LocalSource {
  /** The other end of the connection. */
  peer: string | undefined
  headers: IncomingHttpHeaders
}

const forwarding = /^(x-forwarded|x-original|forwarded$|via$|.*-(client|connecting|real|remote)-?(ip|addr)$)/

/**
 * Whether the caller is a program on this machine that means this machine: a page of another site that has rebound its
 * name to 127.0.0.1 says that name as Host, and whatever a proxy hands on comes from anybody.
 */
export function isLocalCaller({ peer, headers }: LocalSource): boolean {
  if (!peer || !ipaddr.isValid(peer) || ipaddr.process(peer).range() !== 'loopback') return false
  if (Object.keys(headers).some((name) => forwarding.test(name))) return false
  const { host, origin } = headers
  return isLoopback(`http://${host ?? ''}`) && (origin === undefined || isLoopback(origin))
}

const isLoopback = (origin: string) => URL.canParse(origin) && isLoopbackOrigin(origin)
