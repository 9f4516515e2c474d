import { rename, rm } from 'node:fs/promises'
import { freshDataVariable } from './data-folder.ts'
import { startServer } from './server-process.ts'

/** Before all tests: lets a server make its empty database once, so that those of the tests only copy it. */
export default async function makeFreshData(): Promise<() => Promise<void>> {
  const server = await startServer()
  await server.stop()
  const folder = `${server.dataDir}-fresh`
  await rename(server.dataDir, folder)
  process.env[freshDataVariable] = folder
  return () => rm(folder, { recursive: true })
}
