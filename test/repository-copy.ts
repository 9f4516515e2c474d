import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './processes/server-process.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Copies folders of the repository, as another version of it that a test changes; gone with the test. */
export async function copyRepository(folders: string[]): Promise<string> {
  const copy = await temporaryFolder()
  for (const name of [...folders, 'package.json'])
    await cp(join(root, name), join(copy, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}
