import { initTRPC, tracked } from '@trpc/server'
import { z } from 'zod'

const t = initTRPC.create()

interface Tree {
  name: string
  parts: Tree[]
}
type Mood = 'glad' | 'sad'
interface Answer {
  at: Date
  /** When it ended. */
  endedAt: Date | undefined
  note?: string | null
  tree: Tree
  pair: [number, string]
  byDay: Record<string, Date[]>
  mood: Mood | null
  moods: Mood[]
  flag: boolean | number
  'two words': 1
  address: `${string}@example.com`
}
const answer = {} as Answer
const input = z.object({ tags: z.array(z.string()).optional(), mood: z.enum(['sad', 'glad']).default('sad') })

const oddRouter = t.router({
  nested: { deep: t.procedure.input(input.optional()).query(() => answer) },
  nothing: t.procedure.mutation(() => {}),
  pieces: t.procedure.subscription(async function* () {
    yield tracked('1', { at: new Date() })
  }),
})
export type AppRouter = typeof oddRouter

const brandRouter = t.router({ id: t.procedure.query(() => z.string().brand<'Id'>().parse('a')) })
export type BrandRouter = typeof brandRouter

const mapRouter = t.router({ find: t.procedure.query(() => ({ all: new Map<string, number>() })) })
export type MapRouter = typeof mapRouter

const bigRouter = t.router({ count: t.procedure.query(() => [{ total: 1n }]) })
export type BigRouter = typeof bigRouter

const dateRouter = t.router({ at: t.procedure.input(z.object({ day: z.date() })).query(() => 1) })
export type DateRouter = typeof dateRouter
