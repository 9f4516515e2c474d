import { readFile } from 'node:fs/promises'

// What Linux counts the time of a processor in.
const ticksPerSecond = 100

/** The processor time that the process, and those of its children that have ended, took so far. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  // Behind the name of the program: user, system, and the same of ended children.
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond
}

/** What of the process is in memory; 0 once it has ended. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const [, kilobytes = '0'] = status.match(/^VmRSS:\s+(\d+) kB/m) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** The same of the process and its children together. */
export async function residentMbOfTree(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const pids = [pid, ...children.split(' ').filter(Boolean).map(Number)]
  const each = await Promise.all(pids.map(residentMb))
  return each.reduce((sum, mb) => sum + mb, 0)
}
