import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { type CreditEntryTable, type CreditLotTable, creditEntry } from '#drizzle/schema/index.ts'
import { creditKey, creditReason, maxGranted } from '#shared/credits/credits.ts'
import { wholeNumber } from '#shared/text/number.ts'
import { emailSchema } from '#shared/users.ts'
import { getCredits } from '../credits/get-credits.ts'
import { verifyCredits } from '../credits/verify-credits.ts'
import { applyGrant } from '../owners/change-credits.ts'
import type { ServiceContext } from '../service-context.ts'
import { actAsOperator } from '../users/guard/act-as-operator.ts'
import { UsageError } from './run-command.ts'

export const creditsUsage = `Usage:
  npm run credits -- verify [--email E]    reads the ledgers and names the first row that does not follow
  npm run credits -- show --email E        what somebody has, and the newest entries
  npm run credits -- grant --email E --credits N --reason R [--expires 2027-01-31T00:00Z] [--key K]
                                           the same key again grants nothing more`

const options = {
  email: { type: 'string' },
  credits: { type: 'string' },
  reason: { type: 'string' },
  expires: { type: 'string' },
  key: { type: 'string' },
} as const
type Values = { [Name in keyof typeof options]?: string }

/** What a command found or did, in words, and whether the ledgers are as they should be. */
export interface CreditsAnswer {
  fine: boolean
  text: string
}

/** Runs one command of `npm run credits`. Throws UsageError for arguments that it does not understand. */
export function runCreditsCommand(ctx: ServiceContext, args: string[]): Promise<CreditsAnswer> {
  const { command, values } = parse(args)
  if (command === 'verify') return verify(ctx, values)
  if (command === 'show') return show(ctx, values)
  return grant(ctx, values)
}

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const command = positionals.length === 1 ? positionals[0] : undefined
    if (command === 'verify' || command === 'show' || command === 'grant') return { command, values }
    throw new Error(`There is no command ${positionals.join(' ') || 'given'}.`)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function take<Output>(values: Values, name: keyof Values, schema: z.ZodType<Output>): Output {
  const given = values[name]
  if (given === undefined) throw new UsageError(`--${name} is missing.`)
  const { data, error } = schema.safeParse(given)
  if (error) throw new UsageError(`--${name}: ${error.issues[0]?.message}`)
  return data as Output
}

const amount = z
  .string()
  .regex(/^\d+$/, 'A whole number above 0.')
  .transform(Number)
  .pipe(wholeNumber({ min: 1, max: maxGranted }))
const notAMoment = 'A moment such as 2027-01-31T00:00Z.'
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/, notAMoment)
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()), notAMoment)

async function verify(ctx: ServiceContext, values: Values): Promise<CreditsAnswer> {
  const ownerId =
    values.email === undefined
      ? undefined
      : await actAsOperator(ctx, take(values, 'email', emailSchema), async (_, { user }) => user.id)
  const { owners, entries, problem } = await verifyCredits(ctx, { ownerId })
  if (problem) return { fine: false, text: problem.message }
  return { fine: true, text: `The ledgers add up: ${owners} owners and ${entries} entries.` }
}

async function show(ctx: ServiceContext, values: Values): Promise<CreditsAnswer> {
  const email = take(values, 'email', emailSchema)
  const { row, lots, available, entries } = await actAsOperator(ctx, email, async (inside, { user }) => ({
    ...(await getCredits(inside, user.id)),
    entries: await inside.db
      .select()
      .from(creditEntry)
      .where(eq(creditEntry.ownerId, user.id))
      .orderBy(desc(creditEntry.seq))
      .limit(20),
  }))
  const quota = row.quotaLimit === null ? 'no quota' : `a quota of ${row.quotaLimit}`
  const lead = [
    `${email} has ${available} credits available, and calls hold ${row.held}.`,
    `Plan ${row.plan}, ${row.quotaUsed} used of ${quota}, anew at ${row.periodEnd.toISOString()}.`,
  ]
  return { fine: true, text: [...lead, ...lots.map(lotLine), ...entries.map(entryLine)].join('\n') }
}

const lotLine = ({ kind, remaining, credits, expiresAt }: CreditLotTable) =>
  `  ${remaining} of ${credits} (${kind}), ${expiresAt ? `until ${expiresAt.toISOString()}` : 'for good'}`

const entryLine = ({ seq, createdAt, kind, type, credits, balanceAfter }: CreditEntryTable) =>
  `  ${seq}  ${createdAt.toISOString()}  ${kind}${type ? ` ${type}` : ''}  ${credits > 0 ? '+' : ''}${credits}  = ${balanceAfter}`

async function grant(ctx: ServiceContext, values: Values): Promise<CreditsAnswer> {
  const email = take(values, 'email', emailSchema)
  const input = {
    credits: take(values, 'credits', amount),
    reason: take(values, 'reason', creditReason),
    expiresAt: values.expires === undefined ? null : take(values, 'expires', moment).toISOString(),
    key: values.key === undefined ? `command line ${randomUUID()}` : take(values, 'key', creditKey),
  }
  const { entry } = await actAsOperator(ctx, email, (inside, { user }) => applyGrant(inside, user, input))
  return {
    fine: true,
    text: `${email} was granted ${entry.credits} credits by entry ${entry.seq}, and had ${entry.balanceAfter} then.`,
  }
}
