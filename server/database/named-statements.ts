import type { PGlite, QueryOptions, Results } from '@electric-sql/pglite'
import type { Database } from './database.ts'

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>
type Query = <Row>(text: string, values?: unknown[], options?: QueryOptions) => Promise<Results<Row>>
type Alone = <Result>(work: () => Promise<Result>) => Promise<Result>

/** A statement that PGlite has under its name, with the types of its parameters and what it says of its columns. */
interface Prepared {
  name: string
  types: number[]
  columns: Messages
}

export interface NamedStatements {
  /** This text is to be prepared under this name when it is first asked. */
  add(text: string, name: string): void
}

// Nothing looks at the embedded database's tables as they grow, so that a plan would hold for ever.
const plansLastMs = 60_000

/** Has an open PGlite prepare named statements, in transactions and outside, since it prepares nothing by itself. */
export async function prepareNamed(client: PGlite): Promise<NamedStatements> {
  // Only where it is used: the import brings PGlite itself.
  const { parse, protocol } = await import('@electric-sql/pglite')
  const { serialize } = protocol
  const names = new Map<string, string>()
  const prepared = new Map<string, Prepared>()
  let plannedAt = performance.now()

  const send = (...parts: Uint8Array[]) =>
    client.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false })

  async function prepare(text: string, name: string): Promise<Prepared> {
    const known = prepared.get(text)
    if (known) return known
    const columns = await send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }))
    const statement = { name, types: parse.parseDescribeStatementResults(columns), columns }
    prepared.set(text, statement)
    return statement
  }

  async function renewPlans(): Promise<void> {
    const now = performance.now()
    if (now - plannedAt < plansLastMs) return
    plannedAt = now
    await client.execProtocolStream(serialize.query('discard plans'), { syncToFs: false })
  }

  async function run<Row>({ name, types, columns }: Prepared, values: unknown[], options: QueryOptions) {
    const written = values.map((value, index) => {
      if (value === null || value === undefined) return null
      return client.serializers[types[index] ?? 0]?.(value) ?? String(value)
    })
    const answer = await send(serialize.bind({ statement: name, values: written }), serialize.execute({}))
    // Several hundred parsers, which PGlite would copy for each statement.
    const parsers = Object.assign(Object.create(client.parsers), options.parsers)
    const [result] = parse.parseResults([...columns, ...answer], parsers, { rowMode: options.rowMode })
    return result as Results<Row>
  }

  function withNamed(other: Query, alone: Alone): Query {
    return async (text, values = [], options = {}) => {
      const name = names.get(text)
      if (name === undefined) return other(text, values, options)
      await client._checkReady()
      return alone(async () => {
        await renewPlans()
        return run(await prepare(text, name), values, options)
      })
    }
  }

  const query: Query = client.query.bind(client)
  const transaction = client.transaction.bind(client)
  client.query = withNamed(query, (work) =>
    client._runExclusiveTransaction(() => client._runExclusiveQuery(work)),
  )
  client.transaction = (work) =>
    transaction((tx) => {
      const inside = withNamed(tx.query, (run) => client._runExclusiveQuery(run))
      tx.query = async (...parameters: Parameters<typeof inside>) => {
        if (tx.closed) throw new Error('The transaction has ended.')
        return inside(...parameters)
      }
      return work(tx)
    })
  return { add: (text, name) => void names.set(text, name) }
}

/** Tells of each statement of `db` that is given a name: Drizzle takes one, and forgets it on PGlite. */
export function onNamed(db: Database, hear: (text: string, name: string) => void): void {
  const { session } = db as unknown as { session: NamingSession }
  const prepareQuery = session.prepareQuery.bind(session)
  session.prepareQuery = (query, fields, name, ...others) => {
    if (name !== undefined) hear(query.sql, name)
    return prepareQuery(query, fields, name, ...others)
  }
}

/** What of Drizzle's session makes statements. */
interface NamingSession {
  prepareQuery(
    query: { sql: string },
    fields: unknown,
    name: string | undefined,
    ...others: unknown[]
  ): unknown
}
