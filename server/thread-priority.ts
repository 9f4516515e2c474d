import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

// Of a busy processor such a thread gets a tenth of what another one does, and all that nobody else wants.
const niceness = 10

/**
 * Lets the threads that hash passwords give way to whatever else the machine has to do, so that a storm of sign-ins takes
 * what other calls leave of it. They are there once a file was read. Elsewhere than on Linux threads have no priority of
 * their own.
 */
export function letHashingGiveWay(): void {
  if (process.platform !== 'linux') return
  const threads = '/proc/self/task'
  for (const id of readdirSync(threads)) {
    const name = readFileSync(`${threads}/${id}/comm`, 'utf8').trim()
    if (name === 'libuv-worker') setPriority(Number(id), niceness)
  }
}
