import { tracked } from '@trpc/server'
import {
  adjustCreditsInput,
  creditStatsInput,
  creditUsageInput,
  exportEntriesInput,
  exportMyEntriesInput,
  exportOwnersInput,
  getCreditsInput,
  grantCreditsInput,
  listEntriesInput,
  listMyEntriesInput,
  listOwnersInput,
  setQuotaInput,
} from '#shared/credits/credits.ts'
import { getCreditStats } from '../../credits/read/credit-stats.ts'
import { exportEntries, exportMyEntries } from '../../credits/read/export-entries.ts'
import { listEntries, listMyEntries } from '../../credits/read/list-entries.ts'
import { readCredits } from '../../credits/read/read-credits.ts'
import { readUsage } from '../../credits/read/read-usage.ts'
import { readOwnerCredits } from '../../orders/subscriptions/owner-credits.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import { adjustUser, grantToUser } from '../../owners/change-credits.ts'
import { setQuota } from '../../owners/change-entitlements.ts'
import { exportOwners } from '../../owners/export-owners.ts'
import { listOwners } from '../../owners/list-owners.ts'
import { adminProcedure, protectedProcedure, router } from '../procedures.ts'

const readAll = adminProcedure.meta({ permission: 'credits.read' })
const manage = adminProcedure.meta({ permission: 'credits.manage' })

export const creditsRouter = router({
  /** Shows what credits I have. */
  mine: protectedProcedure
    .meta({ rest: 'GET /api/me/credits' })
    .query(({ ctx }) => readCredits(ctx, ownerOf(ctx))),
  /** Lists what moved my credits, the newest first. */
  entries: protectedProcedure
    .meta({ rest: 'GET /api/me/credits/entries' })
    .input(listMyEntriesInput)
    .query(({ ctx, input }) => listMyEntries(ctx, input)),
  /** Tells what I spent on the last days, and for what. */
  usage: protectedProcedure
    .meta({ rest: 'GET /api/me/credits/usage' })
    .input(creditUsageInput)
    .query(({ ctx, input }) => readUsage(ctx, { ...input, ownerId: ownerOf(ctx) })),
  /** Shows what credits a user has. */
  get: readAll
    .meta({ rest: 'GET /api/admin/users/{userId}/credits' })
    .input(getCreditsInput)
    .query(({ ctx, input }) => readOwnerCredits(ctx, input.userId)),
  /** Lists what moved a user's credits, the newest first. */
  list: readAll
    .meta({ rest: 'GET /api/admin/users/{userId}/credits/entries' })
    .input(listEntriesInput)
    .query(({ ctx, input }) => listEntries(ctx, input)),
  /** Lists who has credits, by what they have or have used. */
  owners: readAll
    .meta({ rest: 'GET /api/admin/credits/owners' })
    .input(listOwnersInput)
    .query(({ ctx, input }) => listOwners(ctx, input)),
  /** Tells what everybody spent and was given on the last days. */
  stats: readAll
    .meta({ rest: 'GET /api/admin/credits/statistics' })
    .input(creditStatsInput)
    .query(({ ctx, input }) => getCreditStats(ctx, input)),
  exportMine: protectedProcedure
    .meta({ limit: 'export', whileImpersonating: false })
    .input(exportMyEntriesInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportMyEntries(ctx, input)) yield tracked(cursor, chunk)
    }),
  export: readAll
    .meta({ limit: 'export' })
    .input(exportEntriesInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportEntries(ctx, input)) yield tracked(cursor, chunk)
    }),
  exportOwners: readAll
    .meta({ limit: 'export' })
    .input(exportOwnersInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportOwners(ctx, input)) yield tracked(cursor, chunk)
    }),
  /** Gives a user credits. The same key again gives nothing more. */
  grant: manage
    .meta({ fresh: true, rest: 'POST /api/admin/credits/grant' })
    .input(grantCreditsInput)
    .mutation(({ ctx, input }) => grantToUser(ctx, input)),
  /** Corrects what a user has, upwards or downwards. The same key again changes nothing more. */
  adjust: manage
    .meta({ fresh: true, rest: 'POST /api/admin/credits/adjust' })
    .input(adjustCreditsInput)
    .mutation(({ ctx, input }) => adjustUser(ctx, input)),
  /** Bounds what a user may spend in a month, whatever their plan says. */
  setQuota: manage
    .meta({ rest: 'PUT /api/admin/users/{userId}/credits/quota' })
    .input(setQuotaInput)
    .mutation(({ ctx, input }) => setQuota(ctx, input)),
})
