import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startBenchServer } from '../bench-server.ts'
import { percentile } from '../callers.ts'
import { type Answer, sendOpenLoop } from './callers.ts'
import { stormRate } from './storm-people.ts'

const offerer = fileURLToPath(new URL('./offer-sign-ins.ts', import.meta.url))
const signIns = (stormRate.perSecond * stormRate.durationMs) / 1000
const otherCalls = { perSecond: 50, patienceMs: 30_000 }
// So many that none of them comes near a limit.
const others = 100
const refusedWithinMs = 100

/**
 * What a storm of right sign-ins does to a server and to the other calls: `users.me` of people who are signed in, fifty
 * a second before the storm and during it. Nobody waits for an answer before the next call is sent.
 */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  try {
    const people = await server.makePeople(others + signIns)
    const cookies = people.slice(0, others).map(({ cookie }) => cookie)
    const callOthers = (durationMs: number) =>
      sendOpenLoop({
        ...otherCalls,
        url: server.url,
        durationMs,
        call: (index) => ({
          method: 'GET',
          path: '/trpc/users.me',
          headers: { cookie: cookies[index % others] ?? '' },
        }),
      })
    await callOthers(3000)
    const before = await callOthers(stormRate.durationMs)
    const emails = people.slice(others).map(({ email }) => email)
    const [during, storm] = await Promise.all([
      callOthers(stormRate.durationMs),
      offerStorm(server.url, emails),
    ])
    console.log(
      `${signIns} right sign-ins in ${stormRate.durationMs / 1000} s; ${server.database}, ${availableParallelism()} CPUs for it, the server and the callers, Node ${process.versions.node}`,
    )
    report(storm, before, during)
  } finally {
    await server.remove()
  }
}

async function offerStorm(url: string, emails: string[]): Promise<Answer[]> {
  const child = fork(offerer)
  child.send({ url, emails })
  const [answers] = (await once(child, 'message')) as [Answer[]]
  return answers
}

const millis = (answers: Answer[]) => Float64Array.from(answers, ({ ms }) => ms).sort()
const p99 = (answers: Answer[]) => percentile(millis(answers), 0.99)

function report(storm: Answer[], before: Answer[], during: Answer[]): void {
  const withStatus = (status: number | null) => storm.filter((answer) => answer.status === status)
  const [succeeded, refused, reset, unanswered] = [200, 503, 0, null].map(withStatus) as [
    Answer[],
    Answer[],
    Answer[],
    Answer[],
  ]
  const rest = storm.length - succeeded.length - refused.length - reset.length - unanswered.length
  const unsaid = refused.filter(({ retryAfter }) => !retryAfter).length
  const lost = [...before, ...during].filter(({ status }) => status !== 200).length
  console.log('| sign-ins | | p50 ms | p99 ms |')
  console.log('|---|---:|---:|---:|')
  const row = (name: string, answers: Answer[]) =>
    console.log(
      `| ${name} | ${answers.length} | ${percentile(millis(answers), 0.5).toFixed(0)} | ${p99(answers).toFixed(0)} |`,
    )
  row('succeeded', succeeded)
  row('refused with 503', refused)
  row('reset', reset)
  row('unanswered', unanswered)
  console.log(`| answered otherwise | ${rest} | | |`)
  console.log('\n| other calls | | p50 ms | p99 ms |')
  console.log('|---|---:|---:|---:|')
  row('before', before)
  row('during', during)
  const factor = p99(during) / p99(before)
  console.log(`\nOther calls: p99 ${factor.toFixed(1)} times (aim: 2), ${lost} not answered 200.`)
  console.log(
    `Refused without Retry-After: ${unsaid}; p99 of a refusal ${p99(refused).toFixed(0)} ms (aim: ${refusedWithinMs}).`,
  )
  const met = reset.length + unanswered.length + rest + unsaid + lost === 0
  if (!met || factor > 2 || p99(refused) > refusedWithinMs) process.exitCode = 1
}
