import type { TrpcQueries } from './trpc.ts'

type Caller = Awaited<ReturnType<TrpcQueries['users']['me']['fetch']>>

/**
 * Who calls, as the server wrote it into this page; undefined outside, and under `npm run dev`, where the placeholder
 * stays. To be had once: it was right when the page was made.
 */
export function takeWrittenCaller(): Caller | undefined {
  const note = document.querySelector<HTMLMetaElement>('meta[name="caller"]')
  note?.remove()
  try {
    return JSON.parse(note?.content ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
