import { setTimeout as wait } from 'node:timers/promises'
import { readConfig } from '#server/config.ts'
import { withPaidProcedures } from '#server/credits/paid/paid-router-fixture.ts'
import { openDatabase } from '#server/database/open.ts'
import { createLogger } from '#server/logger.ts'
import { type Stop, serve } from '#server/serve.ts'

// What server/main.ts serves, with procedures beside that cost credits: each says when it begins, and takes as many
// milliseconds as its input has units.
const config = readConfig(process.env)
const logger = createLogger(config.logLevel)
const database = await openDatabase(config)
const stops: Stop[] = [() => database.close()]
const router = withPaidProcedures(async ({ input }) => {
  console.log('working')
  await wait(input.units ?? 0)
})
const { address } = await serve({ config, database, logger, stops, router })
process.once('SIGTERM', async () => {
  for (const stop of stops) await stop()
  process.exit(0)
})
console.log(`serves http://localhost:${address.port}`)
