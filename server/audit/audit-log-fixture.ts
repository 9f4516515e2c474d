import { type SQL, sql } from 'drizzle-orm'
import pino from 'pino'
import type { AuditFields } from '#drizzle/schema/index.ts'
import type { AuditHead } from '#shared/audit/audit.ts'
import { auditKeys } from '#test/audit-log.ts'
import { emptyDatabase } from '#test/database.ts'
import { createAuditSealer } from './chain/audit-sealer.ts'
import { type AuditContext, type AuditEntry, type AuditSubject, recordAudit } from './record/record-audit.ts'
import { verifyAudit } from './verify/verify-audit.ts'

const ann = { id: 'ann', name: 'Ann Admin', email: 'ann@example.com' }
const hour = 60 * 60 * 1000
const beginning = Date.parse('2026-01-01T00:00:00.000Z')

/** Fields of any kind, which the log must hold as well as those that acts have today. */
interface AnyFields {
  subject?: AuditSubject
  before?: AuditFields | null
  after?: AuditFields | null
}

/** An empty log with what writes, seals, damages and verifies it. */
export async function createLog(keys = auditKeys) {
  const { db } = await emptyDatabase()
  const newSealer = (options: Partial<Parameters<typeof createAuditSealer>[0]> = {}) =>
    createAuditSealer({ db, keys, logger: pino({ level: 'silent' }), batchSize: 7, ...options })
  let sealer = newSealer()
  let written = 0

  const context = (changes: Partial<AuditContext> = {}): AuditContext => ({
    db,
    audit: keys,
    actor: { user: ann, impersonator: null },
    requestId: 'request',
    clientAddress: '192.0.2.1',
    device: 'A browser',
    now: new Date(beginning + written++ * hour),
    ...changes,
  })
  const write = (entry: AnyFields = {}, changes: Partial<AuditContext> = {}) =>
    recordAudit(context(changes), {
      action: 'user.update',
      subject: { type: 'user', id: `user${written}`, name: 'Una User', email: 'una@example.com' },
      before: { role: 'user', name: 'Una' },
      after: { role: 'moderator', name: 'Una User' },
      ...entry,
    } as AuditEntry)

  return {
    db,
    keys,
    sealer,
    newSealer,
    /** From here on `fill` seals as a process does that was started anew and remembers nothing. */
    restart() {
      sealer = newSealer()
    },
    context,
    write,
    /** Writes so many rows and seals them, an hour apart: row 1 is of 2026-01-01T00:00. */
    async fill(rows: number) {
      for (let row = 0; row < rows; row += 1) await write()
      await sealer.seal()
    },
    /** Does what only somebody with the rights of a superuser can: changes the log behind its triggers. */
    tamper: (...statements: SQL[]) =>
      db.transaction(async (tx) => {
        await tx.execute(sql`set local session_replication_role = replica`)
        for (const statement of statements) await tx.execute(statement)
      }),
    verify: (input: { head?: AuditHead; maxRows?: number } = {}) =>
      verifyAudit({ db, audit: keys }, { batchSize: 4, ...input }),
  }
}
