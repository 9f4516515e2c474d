import { startCountedServer } from './counted-server.ts'
import { measureAll, together } from './measure.ts'

/**
 * Prints how many statements each procedure sends to Postgres, as the driver counts them, those that begin and end a
 * transaction included: for one call alone, and for a query that fifty people call at once, each. Inputs are those that
 * REST is tested with, in a world that has what each is about.
 */
export async function run(): Promise<void> {
  const server = await startCountedServer()
  try {
    const measured = await measureAll(server)
    console.log(`${server.version}, Node ${process.versions.node}`)
    console.log(`| query | alone | each of ${together} at once |`)
    console.log('|---|---:|---:|')
    for (const [path, { alone, shared }] of measured)
      if (shared !== null) console.log(`| \`${path}\` | ${alone} | ${shared.toFixed(2)} |`)
    console.log('| mutation | alone |')
    console.log('|---|---:|')
    for (const [path, { alone, shared }] of measured)
      if (shared === null) console.log(`| \`${path}\` | ${alone} |`)
    console.log(`${measured.size} procedures`)
  } finally {
    await server.remove()
  }
}
