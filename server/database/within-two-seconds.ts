import { unavailable } from '../errors.ts'

/** What the work gives. Throws SERVICE_UNAVAILABLE when it takes longer than two seconds; the work itself goes on. */
export async function withinTwoSeconds<Result>(work: Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(2000)
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(unavailable(signal.reason)))
  })
  return Promise.race([work, late])
}
