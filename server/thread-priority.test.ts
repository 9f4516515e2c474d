import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))

test('threads that hash give way, and no others do', async ({ skip }) => {
  if (process.platform !== 'linux') skip('Only Linux gives threads priorities of their own.')
  const code = `
    import { readdirSync, readFileSync } from 'node:fs'
    import { readFile } from 'node:fs/promises'
    import { getPriority } from 'node:os'
    import { letHashingGiveWay } from './thread-priority.ts'
    await readFile('thread-priority.ts')
    letHashingGiveWay()
    const threads = readdirSync('/proc/self/task').map((id) => [
      readFileSync('/proc/self/task/' + id + '/comm', 'utf8').trim(),
      getPriority(Number(id)) - getPriority(process.ppid),
    ])
    console.log(JSON.stringify(threads))`
  const args = ['--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: here })
  const threads: [string, number][] = JSON.parse(stdout)
  const hashing = threads.filter(([name]) => name === 'libuv-worker')
  expect(hashing).toHaveLength(4)
  expect(hashing.every(([, lower]) => lower > 0)).toBe(true)
  const others = threads.filter(([name]) => name !== 'libuv-worker')
  expect(others.some(([, lower]) => lower > 0)).toBe(false)
})
