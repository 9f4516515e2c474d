import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names the folder that `fresh-data.ts` has made. */
export const freshDataVariable = 'GATEHOUSE_E2E_FRESH_DATA'

/** A data folder that nobody has used yet; with the database in it already where one was made to be copied. */
export async function createDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-e2e-'))
  const fresh = process.env[freshDataVariable]
  if (fresh) await cp(fresh, folder, { recursive: true })
  return folder
}
