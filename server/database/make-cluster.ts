import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { StartError } from '../errors.ts'

const program = fileURLToPath(new URL('./new-cluster.ts', import.meta.url))

// Of the compiler of WebAssembly and of the garbage collector what takes the least memory.
const small = ['--liftoff-only', '--max-semi-space-size=1']

/**
 * Makes the folder of a new embedded database. It takes two Postgres and an `initdb` at once, whose memory only the end
 * of a process gives back, so it has one of its own. The folder is there as a whole or not at all. Throws StartError when
 * it cannot be made.
 */
export async function makeCluster(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const child = spawn(process.execPath, [...small, program, unfinished], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let printed = ''
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new StartError(`The embedded database could not be made:\n${printed.trim()}`)
  await rename(unfinished, folder)
}
