import pg from 'pg'

/** The Postgres that tests may make databases on: TEST_DATABASE_URL, or a local one that answers. */
export async function findPostgres(): Promise<string | null> {
  const given = process.env.TEST_DATABASE_URL
  const candidates = given
    ? [given]
    : ['postgres://postgres@127.0.0.1:5432/postgres', 'postgres://postgres:postgres@127.0.0.1:5432/postgres']
  for (const url of candidates) if (await answers(url)) return url
  if (given) throw new Error('TEST_DATABASE_URL is set, but no Postgres answers there.')
  return null
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}
