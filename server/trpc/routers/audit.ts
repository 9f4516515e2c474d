import { tracked } from '@trpc/server'
import {
  exportAuditInput,
  getAuditInput,
  listAuditInput,
  undoGroupInput,
  undoInput,
  verifyAuditInput,
} from '#shared/audit/audit.ts'
import { getAuditHead } from '../../audit/chain/audit-head.ts'
import { exportAudit } from '../../audit/read/export-audit.ts'
import { getAudit } from '../../audit/read/get-audit.ts'
import { listAudit } from '../../audit/read/list-audit.ts'
import { verifyAudit } from '../../audit/verify/verify-audit.ts'
import { undoAct } from '../../undo/undo-act.ts'
import { undoGroup } from '../../undo/undo-group.ts'
import { adminProcedure, router } from '../procedures.ts'

// A call checks so many rows, about a second of work; the caller goes on with `next`.
const verifiedRows = 20_000

export const auditRouter = router({
  /** Lists rows of the audit log, the newest first. */
  list: adminProcedure
    .meta({ permission: 'audit.read', rest: 'GET /api/admin/audit/events' })
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  /** Shows a row of the audit log. */
  get: adminProcedure
    .meta({ permission: 'audit.read', rest: 'GET /api/admin/audit/events/{id}' })
    .input(getAuditInput)
    .query(({ ctx, input }) => getAudit(ctx, input)),
  export: adminProcedure
    .meta({ permission: 'export', limit: 'export' })
    .input(exportAuditInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportAudit(ctx, input)) yield tracked(cursor, chunk)
    }),
  /** Proves the audit log, a part at a time. The next part begins behind `next`. */
  verify: adminProcedure
    .meta({ permission: 'audit.read', cost: 10, rest: 'POST /api/admin/audit/verify' })
    .input(verifyAuditInput)
    .query(({ ctx, input }) =>
      verifyAudit(ctx, { ...input, head: ctx.sealer.head() ?? undefined, maxRows: verifiedRows }),
    ),
  /** Takes back an act that the audit log has. Needs the permission of that act too. */
  // What it needs besides is the permission of the act that it takes back.
  undo: adminProcedure
    .meta({ permission: 'console.open', rest: 'POST /api/admin/audit/events/{id}/undo' })
    .input(undoInput)
    .mutation(({ ctx, input }) => undoAct(ctx, input)),
  /** Takes back an act on many, a hundred at a time. */
  undoGroup: adminProcedure
    .meta({ permission: 'console.open', rest: 'POST /api/admin/audit/events/{id}/undo-group' })
    .input(undoGroupInput)
    .mutation(({ ctx, input }) => undoGroup(ctx, input)),
  /** Says where the audit log ends, signed, to be kept elsewhere. */
  head: adminProcedure
    .meta({ permission: 'audit.read', rest: 'GET /api/admin/audit/head' })
    .query(({ ctx }) => getAuditHead(ctx)),
})
