import type { ExplainStep } from '#shared/limits/limit-events.ts'
import type { LimitScope } from '#shared/limits/limits.ts'
import { plural } from './plural.ts'

interface Amount {
  amount: number
  shown: string
}
type Words<Key extends string> = Record<Key, string>

/** The question whether a call would pass, and its answer. */
export const explain = {
  title: 'Would a call pass right now?',
  lead: 'The server is asked, and nothing is charged.',
  procedure: 'Which call',
  procedureHint: 'A procedure such as users.list, or an address such as POST /api/auth/sign-in/email.',
  who: 'Who calls',
  whos: {
    userId: 'A user',
    key: 'An API key',
    ip: 'An address',
    sessionId: 'A session',
    account: 'An e-mail',
    id: 'A counter',
  },
  values: {
    userId: 'Name or e-mail of the user',
    key: 'Id of the key, or how it begins',
    ip: 'Address or network',
    sessionId: 'Session id',
    account: 'E-mail address',
    id: 'Key of the counter',
  },
  alsoIp: 'From which address',
  alsoIpHint: 'Leave it empty to look at the caller alone.',
  sayWho: 'Say who calls.',
  noUser: 'No user matches',
  searching: 'Searching…',
  submit: 'Explain',
  passes: 'This call would pass',
  refused: (why: string) => `This call would be refused: ${why}`,
  why: {
    key: 'its key does not work, or a person must call it',
    'signed-in': 'nobody is signed in',
    ban: 'the account is banned',
    approval: 'the account waits for approval',
    impersonation: 'an admin acts as the user',
    permission: 'the role or the key does not hold the permission',
    override: 'an override blocks it',
    limit: 'a limit is full',
    'sign-up': 'nobody can register by themselves',
    fresh: 'the user must confirm first that it is them',
    entitlement: 'the plan does not include it',
    credits: 'there are too few credits, or the quota is reached',
    lock: 'the account is locked',
    account: 'the account may not sign in',
  } satisfies Words<ExplainStep['step']>,
  cost: (amount: number, shown: string) => (amount === 1 ? 'It costs 1.' : `It costs ${shown}.`),
  again: (wait: string) => `It passes in ${wait}.`,
  steps: {
    key: 'API key',
    'signed-in': 'Signed in',
    ban: 'Ban',
    approval: 'Approval',
    impersonation: 'Acting as the user',
    permission: 'Permission',
    override: 'Override',
    limit: 'Limit',
    'sign-up': 'Sign-up',
    fresh: 'Fresh proof',
    entitlement: 'Plan',
    credits: 'Credits',
    lock: 'Lockout',
    account: 'Account',
  } satisfies Words<ExplainStep['step']>,
  outcomes: {
    passes: 'Passes',
    refuses: 'Refuses',
    'not-applicable': 'Does not apply',
  } satisfies Words<ExplainStep['outcome']>,
  checksTitle: 'What the call must get past, in order',
  countersTitle: 'What it would be charged to',
  hasRoom: 'Has room',
  roomIn: (wait: string) => `Has room in ${wait}`,
  unknown: (scopes: string) => `Not looked at, since nothing was said of it: ${scopes}.`,
  unknownScopes: {
    ip: 'the address',
    session: 'the session',
    user: 'the user',
    account: 'the e-mail',
    key: 'the API key',
  } satisfies Words<LimitScope>,
}

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
