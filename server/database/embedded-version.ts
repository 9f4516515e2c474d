import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StartError } from '../errors.ts'

/** The major version of Postgres that the embedded database is. */
export const embeddedMajor = '18'

/**
 * Refuses a folder that an embedded database of another major version made: Postgres reads its own only.
 * @throws StartError with both versions and what to do.
 */
export async function refuseOtherMajor(folder: string): Promise<void> {
  const major = await readFile(join(folder, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  if (major === null || major === embeddedMajor) return
  throw new StartError(
    `The embedded database in ${resolve(folder)} was made by Postgres ${major}, and this version of Gatehouse brings ` +
      `Postgres ${embeddedMajor}, which cannot read it. ${wayOver}`,
  )
}

const wayOver =
  'With the version that made it, run: npm run data -- export FILE. Then move its folder "database" away, ' +
  'leave the file "secret" where it is, and run here: npm run data -- import FILE. Or set DATA_DIR to another folder ' +
  'to begin with an empty one.'
