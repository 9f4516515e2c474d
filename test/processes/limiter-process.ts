import { createInterface } from 'node:readline'
import { openDatabase } from '#server/database/open.ts'
import { createLimiter } from '#server/limits/decide/limiter.ts'
import { limitPolicies, type PolicyName } from '#server/limits/limit-policies.ts'

/** What a round of calls did: the cost that passed by counter, and what failed. */
export interface RoundResult {
  passed: Record<string, number>
  calls: number
  errors: string[]
}

// A process with the limiter of the product and nothing else. Each line that it reads is the name of a round, and it
// answers with a line: random calls over shared counters, their policies in shuffled order.
const errors: string[] = []
const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL ?? '', dataDir: '' })
const limiter = createLimiter({ db: database.db, onStoreError: (error) => errors.push(String(error)) })
const names = Object.keys(limitPolicies) as PolicyName[]

console.log('ready')
for await (const round of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await playRound(round)))
}
await limiter.close()
await database.close()

async function playRound(round: string): Promise<RoundResult> {
  const passed: Record<string, number> = {}
  errors.length = 0
  const calls = 1500
  async function play() {
    const cost = 1 + pick(3)
    const decision = await limiter
      .consume({ policies: shuffled(names).slice(0, 1 + pick(3)), cost, partition: partitionOf(round) })
      .catch((error) => errors.push(String(error)))
    if (typeof decision === 'number' || !decision.passed) return
    for (const { key } of decision.quotas) passed[key] = (passed[key] ?? 0) + cost
  }
  await Promise.all(Array.from({ length: calls }, play))
  return { passed, calls, errors: [...errors] }
}

function partitionOf(round: string) {
  return {
    // The counters of `reset` are emptied again and again meanwhile.
    ip: pick(5) === 0 ? 'reset' : `${round}.${pick(4)}`,
    sessionId: `${round}s${pick(5)}`,
    userId: `${round}u${pick(3)}`,
    keyId: `${round}k${pick(4)}`,
    account: `${round}a${pick(6)}@example.com`,
  }
}

function pick(amount: number): number {
  return Math.floor(Math.random() * amount)
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
