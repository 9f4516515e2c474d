import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { createCreditQueue } from '#server/credits/credit-queue.ts'
import { holdCredits } from '#server/credits/hold-credits.ts'
import { releaseCredits } from '#server/credits/release-credits.ts'
import { settleCredits } from '#server/credits/settle-credits.ts'
import { spendCredits } from '#server/credits/spend-credits.ts'
import { openDatabase } from '#server/database/open.ts'
import { AppError } from '#server/errors.ts'

/** What callers do, all at once, each so often. */
export interface CreditRound {
  owners: string[]
  callers: number
  calls: number
  cost: number
  /** `spend` and `hold` are decided with those of the others; `own` in a transaction of the caller's; `mixed` is any. */
  how: 'spend' | 'hold' | 'own' | 'mixed'
  /** The same for every call; unless given each has its own. */
  key?: string
  /** How long a call takes between hold and settlement, at most. */
  workMs?: number
  /** Stops earlier, after so long. */
  forMs?: number
}

/** How many calls had which outcome, and what they were charged. */
export interface CreditRoundResult {
  outcomes: Record<string, number>
  charged: number
  errors: string[]
}

// A process that pays as the product does, and nothing else. Each line that it reads is a round, whose result it prints
// as a line; of each call it says when it begins and when it was paid, so that it may be killed in between.
const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataDir = '' } = process.env
const { db, close } = await openDatabase({ databaseUrl, dataDir })
const credits = createCreditQueue({ db })
let calls = 0
// Waits for whoever reads: what is only queued is lost with the process, and nobody would know what it had begun.
const say = (line: string) => writeSync(1, `${line}\n`)

say('ready')
for await (const line of createInterface({ input: process.stdin })) {
  say(JSON.stringify(await playRound(JSON.parse(line))))
}
await credits.close()
await close()

async function playRound(round: CreditRound): Promise<CreditRoundResult> {
  const result: CreditRoundResult = { outcomes: {}, charged: 0, errors: [] }
  const until = performance.now() + (round.forMs ?? Number.POSITIVE_INFINITY)
  const caller = async () => {
    for (let call = 0; call < round.calls && performance.now() < until; call += 1)
      await playCall(round, result)
  }
  await Promise.all(Array.from({ length: round.callers }, caller))
  return result
}

async function playCall(round: CreditRound, result: CreditRoundResult): Promise<void> {
  const name = `${process.pid}-${++calls}`
  say(`begin ${name}`)
  const outcome = await pay(round, round.key ?? name).catch((error) => {
    if (error instanceof AppError && error.reason) return error.reason.kind
    result.errors.push(String(error.cause ?? error))
    return 'error'
  })
  const charged = typeof outcome === 'number'
  if (charged) result.charged += outcome
  if (charged && outcome > 0) say(`paid ${name}`)
  const kind = charged ? 'ok' : outcome
  result.outcomes[kind] = (result.outcomes[kind] ?? 0) + 1
}

async function pay(round: CreditRound, key: string): Promise<number> {
  const { owners, cost, workMs = 5 } = round
  const how = round.how === 'mixed' ? pick(['spend', 'hold', 'own'] as const) : round.how
  const ctx = { db, credits, actor: null, requestId: 'process' }
  const call = { ownerId: pick(owners), credits: cost, type: how, key }
  if (how === 'spend') await spendCredits(ctx, call)
  if (how === 'own') await db.transaction((tx) => spendCredits({ ...ctx, db: tx }, call))
  if (how !== 'hold') return cost
  const hold = await holdCredits(ctx, { ...call, holdMs: 60_000 })
  await wait(Math.random() * workMs)
  // Some fail, some use less than they might have.
  const used = Math.random() < 0.2 ? 0 : 1 + Math.floor(Math.random() * cost)
  if (used === 0) await releaseCredits(ctx, hold)
  else await settleCredits(ctx, hold, { credits: used })
  return used
}

function pick<Item>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item
}
