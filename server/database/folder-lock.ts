import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lock } from 'proper-lockfile'
import { StartError } from '../errors.ts'

const staleMs = 15_000
const updateMs = 1000

export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes the data folder for this process. The lock is renewed each second; that of a process that was killed is
 * taken over, at once when it ran on this machine.
 * @throws StartError when another process holds the folder.
 */
export async function lockFolder(
  folder: string,
  onError: (error: Error) => void = () => {},
): Promise<FolderLock> {
  const lockPath = join(folder, 'lock')
  const ownerPath = join(folder, 'lock-owner.json')
  await removeDeadLock(lockPath, ownerPath)
  const release = await acquire(folder, lockPath, onError)
  await writeFile(ownerPath, JSON.stringify({ pid: process.pid, host: hostname() }))
  return {
    release: async () => {
      await rm(ownerPath, { force: true })
      await release()
    },
  }
}

async function acquire(folder: string, lockPath: string, onError: (error: Error) => void) {
  const take = () =>
    lock(folder, {
      lockfilePath: lockPath,
      stale: staleMs,
      update: updateMs,
      // Somebody else has the folder now: to write on would damage it.
      onCompromised: (error) => onError(new StartError(`The lock on ${folder} was lost.`, { cause: error })),
    })
  const deadline = Date.now() + staleMs + 2 * updateMs
  const first = await lastRenewal(lockPath)
  for (;;) {
    try {
      return await take()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error
    }
    const renewed = (await lastRenewal(lockPath)) !== first
    if (renewed || Date.now() > deadline) throw held(folder)
    await delay(200)
  }
}

function held(folder: string): StartError {
  return new StartError(
    `Another process is using the data folder ${resolve(folder)}. Stop it first, or set DATA_DIR to another folder.`,
  )
}

async function lastRenewal(lockPath: string): Promise<number> {
  return (await stat(lockPath).catch(() => null))?.mtimeMs ?? 0
}

// A process id says nothing about another machine, and nothing when it is our own: in containers all are number 1.
async function removeDeadLock(lockPath: string, ownerPath: string): Promise<void> {
  const owner = await readFile(ownerPath, 'utf8')
    .then(JSON.parse)
    .catch(() => null)
  if (owner?.host !== hostname() || owner.pid === process.pid || isAlive(owner.pid)) return
  await rm(lockPath, { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
