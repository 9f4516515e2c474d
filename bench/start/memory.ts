import { createHttpCaller } from '#test/http-caller.ts'
import { startBenchServer } from '../bench-server.ts'
import { runCallers } from '../callers.ts'
import { residentMb } from './process-figures.ts'

const minutes = Number(process.argv[3] ?? 10)
const people = 1500
const callers = 20
const aimMbPerMinute = 1

/** How the memory of a server on Postgres changes while `users.me` is called for ten minutes, or as many as are given. */
export async function run(): Promise<void> {
  const server = await startBenchServer()
  const caller = createHttpCaller(server.url, callers)
  try {
    const made = await server.makePeople(people)
    let calls = 0
    const call = async () => {
      const { status } = await caller.send({
        path: '/trpc/users.me',
        headers: { cookie: made[calls++ % people]?.cookie },
      })
      if (status !== 200) throw new Error(`A call was answered ${status}.`)
    }
    // What is compiled and cached first is no leak, nor is the room that V8 takes for its heap until it is large enough.
    const settleMs = Math.min(180_000, minutes * 20_000)
    await runCallers({ callers, durationMs: settleMs, call })
    const [samples, startedAt, before] = [[] as [number, number][], performance.now(), calls]
    const sampler = setInterval(async () => {
      samples.push([(performance.now() - startedAt) / 60_000, await residentMb(server.pid)])
    }, 1000)
    await runCallers({ callers, durationMs: minutes * 60_000, call }).finally(() => clearInterval(sampler))
    const slope = slopeOf(samples)
    const values = samples.map(([, mb]) => mb)
    console.log(
      `${(calls - before).toLocaleString('en')} calls in ${minutes} min: resident ${values[0]} to ${values.at(-1)} MB, at most ${Math.max(...values)}; ${slope.toFixed(2)} MB a minute (aim: at most ${aimMbPerMinute}).`,
    )
    if (slope > aimMbPerMinute) process.exitCode = 1
  } finally {
    caller.close()
    await server.remove()
  }
}

/** The slope of the line through the points that is nearest to them by least squares. */
function slopeOf(points: readonly [number, number][]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const along = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return along / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
