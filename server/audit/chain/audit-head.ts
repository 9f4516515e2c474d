import { eq } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditChainEnd, AuditHead, AuditProblem } from '#shared/audit/audit.ts'
import type { AuditSigner } from '../../service-context.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { AuditContext } from '../record/record-audit.ts'
import { readChainBeginning, readChainEnd } from './chain.ts'

type Log = Pick<AuditContext, 'db' | 'audit'>

/** The signed end of the log, to be kept where who can change the log cannot. */
export async function getAuditHead({ db, audit, now }: Log & Pick<AuditContext, 'now'>): Promise<AuditHead> {
  return signHead(audit, await readChainEnd(db), now)
}

/** An end of the log as a head: signed, with the time at which it was the end. */
export function signHead(audit: AuditSigner, { position, chain }: AuditChainEnd, at: Date): AuditHead {
  const head = { position, chain, at: at.toISOString() }
  return { ...head, ...audit.sign(headContent(head)) }
}

/** What a head that was kept says against the log of today; null when the log still holds what it held then. */
export async function checkHead({ db, audit }: Log, head: AuditHead): Promise<AuditProblem | null> {
  const signed = audit.check(headContent(head), head)
  if (signed === null) {
    return headProblem(
      'unknown-key',
      head,
      `The head was signed with the key ${head.keyId}, which neither AUDIT_SECRET nor BETTER_AUTH_SECRET makes.`,
    )
  }
  if (!signed) return headProblem('head', head, 'The head is not as it was signed.')
  const end = await readChainEnd(db)
  // Whatever a checkpoint says was pruned: an end never goes back.
  const found = end.position < head.position ? null : await readLink(db, head)
  if (found === head.chain) return null
  if (found === null) {
    return headProblem(
      'cut-off',
      head,
      `The end of the log was cut off: row ${head.position} was there at ${head.at}.`,
    )
  }
  return headProblem(
    'rewritten',
    head,
    `The log was rewritten: row ${head.position} is not the one of ${head.at}.`,
  )
}

// The beginning is read after the row, which may be pruned at this moment. What was pruned had been verified before.
async function readLink(db: Log['db'], { position, chain }: AuditChainEnd): Promise<string | null> {
  const [row] = await db
    .select({ chain: auditEvent.chain })
    .from(auditEvent)
    .where(eq(auditEvent.position, position))
  if (row) return row.chain
  const beginning = await readChainBeginning(db)
  if (position < beginning.position) return chain
  return position === beginning.position ? beginning.chain : null
}

const headProblem = (
  kind: AuditProblem['kind'],
  { position, at }: AuditHead,
  message: string,
): AuditProblem => ({
  kind,
  position,
  id: null,
  at,
  message,
})

const headContent = ({ position, chain, at }: Pick<AuditHead, 'position' | 'chain' | 'at'>) =>
  canonicalJson(['head', { position, chain, at }])
