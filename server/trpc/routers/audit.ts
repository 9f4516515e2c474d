import { tracked } from '@trpc/server'
import {
  exportAuditInput,
  getAuditInput,
  listAuditInput,
  undoInput,
  verifyAuditInput,
} from '#shared/audit/audit.ts'
import { getAuditHead } from '../../audit/chain/audit-head.ts'
import { exportAudit } from '../../audit/read/export-audit.ts'
import { getAudit } from '../../audit/read/get-audit.ts'
import { listAudit } from '../../audit/read/list-audit.ts'
import { verifyAudit } from '../../audit/verify/verify-audit.ts'
import { undoAct } from '../../undo/undo-act.ts'
import { adminProcedure, router } from '../procedures.ts'

// A call checks so many rows, about a second of work; the caller goes on with `next`.
const verifiedRows = 20_000

export const auditRouter = router({
  list: adminProcedure
    .meta({ permission: 'audit.read' })
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx, input)),
  get: adminProcedure
    .meta({ permission: 'audit.read' })
    .input(getAuditInput)
    .query(({ ctx, input }) => getAudit(ctx, input)),
  export: adminProcedure
    .meta({ permission: 'export', limit: 'export' })
    .input(exportAuditInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportAudit(ctx, input)) yield tracked(cursor, chunk)
    }),
  verify: adminProcedure
    .meta({ permission: 'audit.read', cost: 10 })
    .input(verifyAuditInput)
    .query(({ ctx, input }) =>
      verifyAudit(ctx, { ...input, head: ctx.sealer.head() ?? undefined, maxRows: verifiedRows }),
    ),
  undo: adminProcedure
    .meta({ permission: 'users.manage' })
    .input(undoInput)
    .mutation(({ ctx, input }) => undoAct(ctx, input)),
  head: adminProcedure.meta({ permission: 'audit.read' }).query(({ ctx }) => getAuditHead(ctx)),
})
