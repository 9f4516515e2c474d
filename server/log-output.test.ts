import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, temporaryFolder } from '#test/processes/server-process.ts'

const lines = 2000

/** A process that writes lines to the log, and then does what is given. */
async function logging(then: string) {
  const program = join(await temporaryFolder(), 'logging.ts')
  const source = new URL('./', import.meta.url)
  await writeFile(
    program,
    `
    import { createLogger } from '${new URL('logger.ts', source)}'
    import { createLogOutput } from '${new URL('log-output.ts', source)}'
    const logger = createLogger('info', createLogOutput())
    for (let line = 1; line <= ${lines}; line += 1) logger.info({ line }, 'request')
    ${then}
    `,
  )
  return run(program, { root: '/' })
}

const numbers = (output: string) => [...output.matchAll(/"line":(\d+)/g)].map(([, line]) => Number(line))
const all = Array.from({ length: lines }, (_, index) => index + 1)

test.each([
  ['it ends', ''],
  ['it exits', 'process.exit(3)'],
  ['an error that nobody caught', "throw new Error('it broke')"],
  ['a promise that nobody caught', "await Promise.reject(new Error('it broke'))"],
  [
    'a signal that it stops by',
    "process.once('SIGTERM', () => process.exit(0)); setInterval(() => {}, 9); process.kill(process.pid, 'SIGTERM')",
  ],
])('no line is lost when %s', async (_, then) => {
  const process = await logging(then)
  await process.exited
  expect(numbers(process.output())).toEqual(all)
})

test('lines come by themselves after a moment', async () => {
  const process = await logging('setInterval(() => {}, 60_000)')
  await process.printed(new RegExp(`"line":${lines},`))
  expect(numbers(process.output())).toEqual(all)
})

test('what goes wrong is written at once, with all before it, even if the process is killed', async () => {
  const process = await logging("logger.warn('now'); process.kill(process.pid, 'SIGKILL')")
  await process.exited
  expect(numbers(process.output())).toEqual(all)
  expect(process.output()).toContain('"msg":"now"')
})
