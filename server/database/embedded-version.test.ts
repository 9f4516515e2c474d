import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { dataFolder } from '#test/processes/server-process.ts'
import { StartError } from '../errors.ts'
import { embeddedMajor } from './embedded-version.ts'
import { openDatabase } from './open.ts'

// It says the same in either project.
test.runIf(inject('database') === 'embedded')(
  'a folder of another major version of Postgres is refused with both versions, and opens once it is right',
  async () => {
    const dataDir = await dataFolder()
    const version = join(dataDir, 'database/PG_VERSION')
    expect((await readFile(version, 'utf8')).trim()).toBe(embeddedMajor)
    await writeFile(version, '17\n')
    const refused = openDatabase({ databaseUrl: null, dataDir })
    await expect(refused).rejects.toBeInstanceOf(StartError)
    await expect(refused).rejects.toThrow(
      /made by Postgres 17, and .* brings Postgres 18, .* data -- export FILE.* data -- import FILE.* DATA_DIR/,
    )
    await writeFile(version, `${embeddedMajor}\n`)
    await (await openDatabase({ databaseUrl: null, dataDir })).close()
  },
)
