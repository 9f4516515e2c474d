import { folderOf, type Layer, layerOf } from './layers.ts'

/** What each room offers to the rest, by the names of its files; `everything` when it keeps nothing to itself. */
export type Offers = Record<string, readonly string[] | 'everything'>

/**
 * What rooms offer. Commands, routers and pages' routes take what they need without an entry here, since what they name
 * is what the product does. A room without an entry serves them alone.
 */
export const offers: Offers = {
  'client/components/chart': ['time-chart', 'time-range-select', 'time-series'],
  'client/components/control': 'everything',
  'client/components/credits': ['credit-figures', 'credit-lots', 'credit-words', 'ledger', 'month-use'],
  'client/components/detail': 'everything',
  'client/components/dialog': [
    'confirm-dialog',
    'confirm-identity',
    'form-dialog',
    'name-dialog',
    'once-dialog',
    'use-act',
    'work-dialog',
  ],
  'client/components/feedback': ['feedback-dialog', 'stars'],
  'client/components/filter': [
    'filter-dates',
    'filter-select',
    'more-filters',
    'period-field',
    'search-field',
    'view-menu',
  ],
  'client/components/keys': ['key-calls', 'key-dialogs', 'key-row', 'revoke-key-dialog'],
  'client/components/notice': 'everything',
  'client/components/outside': [
    'new-account-fields',
    'outbox-hint',
    'public-form',
    'public-layout',
    'public-page',
    'public-settings',
    'resend-verification',
  ],
  'client/components/page': 'everything',
  'client/components/part': ['lazy-dialog', 'lazy-part'],
  'client/components/shell': ['commands', 'product-client', 'product-sections'],
  'client/components/table': ['bulk-bar', 'data-table', 'load-more', 'no-rows', 'paged-table', 'row-menu'],
  'client/features/account/connections': ['connections-section'],
  'client/features/account/data': ['delete-account', 'export-section'],
  'client/features/account/keys': ['keys-section'],
  'client/features/account/sessions': ['sessions-section'],
  'client/features/account/two-factor': ['two-factor'],
  'client/features/users/acts': [
    'ban-form',
    'lazy-user-act-dialog',
    'role-form',
    'use-user-act',
    'user-act-button',
    'user-act-dialog',
    'user-acts',
    'user-menu',
  ],
  'client/features/my-credits/plan': ['plan-section'],
  'client/features/users/credits': ['user-credits'],
  'client/features/users/bulk': ['bulk-dialog', 'people-of', 'use-bulk'],
  'client/features/users/export': ['users-export'],
  'client/features/users/list': ['users-query'],
  'client/features/users/import': ['import-dialog'],
  'client/features/users/invitations': ['invite-buttons'],
  'client/lib/api': [
    'api',
    'auth',
    'failure',
    'load-once',
    'sign-out-reason',
    'stream-api',
    'trpc',
    'use-answer',
    'use-asking',
  ],
  'client/lib/audit': 'everything',
  'client/lib/browser': [
    'kept-drafts',
    'save-file',
    'square-picture',
    'use-copied',
    'use-focus-back',
    'use-now',
    'use-printed',
    'verified-news',
  ],
  'client/lib/form': [
    'detail-values',
    'end-of',
    'new-key',
    'use-attempt',
    'use-first-field',
    'use-plain-form',
    'use-submit',
    'validate-with',
    'value-control',
  ],
  'client/lib/live': ['use-live', 'use-live-refresh'],
  'client/lib/navigation': 'everything',
  'client/lib/part': 'everything',
  'client/lib/table': [
    'use-fixed-widths',
    'use-list-address',
    'use-search-change',
    'use-pages',
    'use-row-focus',
    'use-row-memory',
    'use-selection',
    'use-virtual-rows',
  ],
  'client/lib/batch': ['use-work'],
  'client/lib/text': [
    'api-docs-text',
    'auth-codes',
    'credits-text',
    'device-name',
    'explain-text',
    'failure-text',
    'feedback-text',
    'format',
    'joining-text',
    'orders-text',
    'outside-text',
    'owners-text',
    'services-text',
    'subscriptions-text',
    'text',
    'user-credits-text',
    'user-import-text',
    'word-for',
  ],
  'server/access/guards': ['guards', 'key-guard', 'limit-guard'],
  'server/audit/chain': ['audit-head', 'audit-sealer', 'chain', 'checkpoints', 'log-lock'],
  'server/audit/read': ['audit-view', 'is-undone', 'read-group'],
  'server/audit/record': ['audit-row', 'canonical-json', 'event-recorder', 'record-audit'],
  'server/audit/verify': ['check-chain', 'check-row'],
  'server/auth/credentials': 'everything',
  'server/auth/lockout': [
    'check-password',
    'device-tokens',
    'guard-attempt',
    'lockout',
    'lockout-store',
    'read-lock',
    'unlock',
  ],
  'server/auth/secrets': ['encryption-key', 'secret-version', 'setup-token', 'signed-cookies'],
  'server/auth/sessions': 'everything',
  'server/auth/sign-up': ['sign-up-hooks'],
  'server/auth/two-factor': 'everything',
  'server/credits/paid': ['pay-for', 'preview-hold', 'price'],
  'server/credits/news': ['credit-news', 'tell-credits'],
  'server/credits/read': ['credit-use', 'list-entries', 'near-quota', 'read-credits'],
  'server/database/migrations': [
    'applied',
    'history',
    'migrate',
    'migration-state',
    'read-had',
    'run-migrations',
    'session',
  ],
  'server/http/auth': ['auth-endpoints', 'declare-endpoint'],
  'server/http/events': ['auth-events', 'read-answer'],
  'server/http/rest': ['problem'],
  'server/http/request': [
    'bearer-of',
    'bearer-sessions',
    'context-of',
    'device-cookie',
    'error-replies',
    'parse-json',
    'read-cookie',
    'request-identity',
  ],
  'server/limits/counters': ['counter-view'],
  'server/limits/decide': ['apply-rules', 'decide', 'limit-headers', 'limiter'],
  'server/limits/overrides': ['check-override', 'override-view', 'remove-override', 'set-override'],
  'server/limits/rules': ['limit-rules', 'limits-news', 'override-index', 'read-rules'],
  'server/orders/follow': [
    'apply-state',
    'decide-order',
    'follow-order',
    'move-credits',
    'next-check',
    'record-change',
    'tell-order',
  ],
  'server/orders/webhook': ['event-queue'],
  'server/orders/payments': ['payment-failure', 'payments', 'subscription-payments'],
  'server/orders/subscriptions': ['find-subscription', 'follow-subscription'],
  'server/users/acts': [
    'act-on-each',
    'ban-user',
    'change-user',
    'create-user',
    'mailing-actor-context',
    'purge-user',
    'remove-user',
    'restore-user',
    'set-email',
    'set-picture',
    'set-role',
    'set-verified',
    'unban-user',
    'update-details',
    'update-user',
  ],
  'server/users/list': ['get-user', 'user-search'],
  'server/users/picture': ['get-picture', 'keep-picture'],
  'server/users/guard': ['act-as-operator', 'act-on-user', 'lock-users'],
}

/** The room in which a file stands: a folder inside that of its domain or layer; null for one that stands in none. */
export function roomOf(path: string): string | null {
  if (!/^(server|client)\//.test(path)) return null
  const folder = folderOf(path)
  const [room = '', file] = path.slice(folder.length + 1).split('/')
  return file === undefined ? null : `${folder}/${room}`
}

const unbound: ReadonlySet<Layer | null> = new Set<Layer>([
  'main',
  'app',
  'client main',
  'client app',
  'client router',
  'tests',
  'tools',
])

/** Whether a file may import any file of a room: it puts the product together, tests it or measures it. */
export function mayTakeAnyFile(path: string): boolean {
  const routers = path === 'server/trpc/app-router.ts' || path.startsWith('server/trpc/routers/')
  return routers || path.startsWith('product/') || unbound.has(layerOf(path))
}

/** Whether the room offers the file of this name. */
export function isOffered(offers: Offers, room: string, name: string): boolean {
  const offered = offers[room]
  return offered === 'everything' || (offered?.includes(name) ?? false)
}

/** A file's name as `offers` has it: its path from the room, without the ending. */
export const nameIn = (room: string, path: string) => path.slice(room.length + 1).replace(/\.tsx?$/, '')
