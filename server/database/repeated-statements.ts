import type { PGlite, QueryOptions, Results } from '@electric-sql/pglite'
import { LRUCache } from 'lru-cache'

/** A statement that PGlite has under this name, with the types of its parameters and what it says of its columns. */
interface Prepared {
  name: string
  types: number[]
  columns: Messages
}

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>
type Query = <Row>(text: string, values?: unknown[], options?: QueryOptions) => Promise<Results<Row>>
type Alone = <Result>(work: () => Promise<Result>) => Promise<Result>

const maxStatements = 100
// How a pattern is best looked for depends on what it is.
const hasPattern = /\bi?like\b/i
const changedColumns = '0A000'

/**
 * Has an open PGlite prepare what it is asked again, in transactions and outside. It prepares nothing by itself, and to
 * read and plan a small statement takes twenty times what doing it does.
 */
export async function prepareRepeated(client: PGlite): Promise<void> {
  // Only where it is used: the import brings PGlite itself.
  const { parse, protocol } = await import('@electric-sql/pglite')
  const { serialize } = protocol
  const surplus: string[] = []
  const known = new LRUCache<string, Prepared | 'asked once'>({
    max: maxStatements,
    dispose: (statement) => statement !== 'asked once' && surplus.push(statement.name),
  })
  let made = 0

  const send = (...parts: Uint8Array[]) =>
    client.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false })

  async function prepare(text: string): Promise<Prepared> {
    const closed = surplus.splice(0).map((name) => serialize.close({ type: 'S', name }))
    const name = `repeated_${++made}`
    const described = serialize.describe({ type: 'S', name })
    const columns = await send(...closed, serialize.parse({ name, text }), described)
    const prepared = { name, types: parse.parseDescribeStatementResults(columns), columns }
    known.set(text, prepared)
    return prepared
  }

  async function runPrepared<Row>(text: string, values: unknown[], { rowMode, parsers }: QueryOptions) {
    const statement = known.get(text)
    const { name, types, columns } = typeof statement === 'object' ? statement : await prepare(text)
    const written = values.map((value, index) => {
      if (value === null || value === undefined) return null
      return client.serializers[types[index] ?? 0]?.(value) ?? String(value)
    })
    try {
      const answer = await send(serialize.bind({ statement: name, values: written }), serialize.execute({}))
      const all = Object.assign(Object.create(client.parsers), parsers)
      return parse.parseResults([...columns, ...answer], all, { rowMode })[0] as Results<Row>
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === changedColumns) known.delete(text)
      throw error
    }
  }

  function repeatedly(once: Query, alone: Alone): Query {
    return async (text, values = [], options = {}) => {
      if (!known.has(text)) {
        if (!hasPattern.test(text)) known.set(text, 'asked once')
        return once(text, values, options)
      }
      await client._checkReady()
      return alone(() => runPrepared(text, values, options))
    }
  }

  const { query, transaction } = {
    query: client.query.bind(client),
    transaction: client.transaction.bind(client),
  }
  client.query = repeatedly(query, (work) =>
    client._runExclusiveTransaction(() => client._runExclusiveQuery(work)),
  )
  client.transaction = (work) =>
    transaction((tx) => {
      const inside = repeatedly(tx.query, (run) => client._runExclusiveQuery(run))
      tx.query = async (...parameters: Parameters<typeof inside>) => {
        if (tx.closed) throw new Error('The transaction has ended.')
        return inside(...parameters)
      }
      return work(tx)
    })
}
