export interface Measurement {
  operations: number
  /** Operations a second. */
  rate: number
  /** Milliseconds from the call to its answer, in rising order. */
  latencies: Float64Array
}

/** Lets so many callers call again and again, each as soon as it was answered, for about this time. */
export async function runCallers(options: {
  callers: number
  durationMs: number
  call(): Promise<unknown>
}): Promise<Measurement> {
  const latencies: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + options.durationMs
  async function caller() {
    for (let before = performance.now(); before < endsAt; ) {
      await options.call()
      const after = performance.now()
      latencies.push(after - before)
      before = after
    }
  }
  await Promise.all(Array.from({ length: options.callers }, caller))
  const seconds = (performance.now() - startedAt) / 1000
  return {
    operations: latencies.length,
    rate: latencies.length / seconds,
    latencies: Float64Array.from(latencies).sort(),
  }
}

/** The value that `part` of the sorted values do not exceed. */
export function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(Math.ceil(sorted.length * part), sorted.length) - 1] ?? 0
}

export function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 0.5)
}
