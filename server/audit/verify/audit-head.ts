import { eq } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditChainEnd, AuditHead, AuditProblem } from '#shared/audit.ts'
import { readChainBeginning, readChainEnd } from '../chain/chain.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { AuditContext } from '../record/record-audit.ts'
import type { AuditReader } from './check-chain.ts'

/** The signed end of the log, to be kept where who can change the log cannot. */
export async function getAuditHead({
  db,
  audit,
  now,
}: Pick<AuditContext, 'db' | 'audit' | 'now'>): Promise<AuditHead> {
  const { position, chain } = await readChainEnd(db)
  const head = { position, chain, at: now.toISOString() }
  return { ...head, ...audit.sign(headContent(head)) }
}

/** What a head that was kept says against the log of today; null when the log still holds what it held then. */
export async function checkHead({ db, audit }: AuditReader, head: AuditHead): Promise<AuditProblem | null> {
  const signed = audit.check(headContent(head), head)
  if (signed === null) {
    return headProblem(
      'unknown-key',
      head,
      `The head was signed with the key ${head.keyId}, which neither AUDIT_SECRET nor BETTER_AUTH_SECRET makes.`,
    )
  }
  if (!signed) return headProblem('head', head, 'The head is not as it was signed.')
  const beginning = await readChainBeginning(db)
  if (head.position < beginning.position) return null
  const found = await readLink(db, head.position, beginning)
  if (found === null) {
    return headProblem(
      'cut-off',
      head,
      `The end of the log was cut off: row ${head.position} was there at ${head.at}.`,
    )
  }
  if (found === head.chain) return null
  return headProblem(
    'rewritten',
    head,
    `The log was rewritten: row ${head.position} is not the one of ${head.at}.`,
  )
}

async function readLink(
  db: AuditReader['db'],
  position: number,
  beginning: AuditChainEnd,
): Promise<string | null> {
  if (position === beginning.position) return beginning.chain
  const [row] = await db
    .select({ chain: auditEvent.chain })
    .from(auditEvent)
    .where(eq(auditEvent.position, position))
  return row?.chain ?? null
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
