import type { LimitScope } from '#shared/limits/limits.ts'
import { plural } from './plural.ts'

interface Amount {
  amount: number
  shown: string
}
type Words<Key extends string> = Record<Key, string>

/** How the server tells callers apart by their address. */
export const clientAddress = {
  title: 'How your address is told',
  lead: 'Limits count callers by address. This is how the address of your own request was decided.',
  address: 'Your address',
  network: 'Counted as',
  wider: 'Counted with its network',
  forwarded: 'X-Forwarded-For',
  nothing: 'Not sent',
  proxies: 'Trusted proxies',
  noProxies: 'None',
  path: 'Path of the request',
  connection: 'Connection',
  trusted: 'trusted proxy',
  client: 'the caller',
  notBelieved: 'not believed',
  recent: 'Seen lately',
  recentOf: (requests: Amount, networks: Amount) =>
    `${requests.shown} ${plural(requests.amount, 'request', 'requests')} from ${networks.shown} ${plural(networks.amount, 'caller', 'callers')}`,
  good: 'Nothing looks wrong.',
}

/** My own limits. */
export const usage = {
  limitsTitle: 'Your limits',
  lead: 'How many calls you have left. What you used frees up by itself.',
  about: {
    'signed-in': {
      session: 'Calls of this browser, until you sign out.',
      user: 'Calls of all your browsers and devices together.',
    },
  } as Record<string, Partial<Words<LimitScope>>>,
  titles: {
    session: 'This session',
    user: 'All your sessions',
    ip: 'This address',
    account: 'Your e-mail',
    key: 'This key',
  } satisfies Words<LimitScope>,
  rule: (limit: string, amount: number, window: string) =>
    `At most ${limit} ${plural(amount, 'call', 'calls')} in any ${window}.`,
  emptyIn: (wait: string) => `Empty in ${wait} if you stop calling`,
  empty: 'Nothing used',
  passing: 'Calls pass',
  blockedFor: (wait: string) => `Again in ${wait}`,
  howTitle: 'How it is counted',
  how: [
    'Each call costs something, mostly 1. A call that is refused costs nothing.',
    'The window slides: what you used frees up bit by bit, not all at once.',
    'Every meter must have room for a call. The fullest one decides.',
    'An answer that is refused says when to try again, in the page and in the header Retry-After.',
  ],
}
