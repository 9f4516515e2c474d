import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeCluster } from './make-cluster.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-cluster-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('a new database is there as a whole, whatever one that was interrupted has left', async () => {
  const folder = join(await temporaryFolder(), 'database')
  await mkdir(`${folder}.unfinished`)
  await writeFile(join(`${folder}.unfinished`, 'PG_VERSION'), 'half of it')
  await makeCluster(folder)
  expect((await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim()).toMatch(/^\d+$/)
  expect(existsSync(`${folder}.unfinished`)).toBe(false)
})

test('one that cannot be made says why, and leaves no folder that would pass for it', async () => {
  const folder = join(await temporaryFolder(), 'nowhere', 'database')
  await expect(makeCluster(folder)).rejects.toThrow(/could not be made:.*ENOENT/s)
  expect(existsSync(folder)).toBe(false)
})
