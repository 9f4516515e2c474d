import { type CallerKind, callerKinds, createPeople } from '#server/trpc/access-fixture.ts'
import type { TestApp } from '#test/app.ts'
import type { Random } from './random-fixture.ts'

export interface Caller {
  kind: CallerKind
  /** Null for somebody who is signed out, as the cookie. */
  id: string | null
  cookie: string | null
  /** The key, or the token of a session, that a program calls with. */
  bearer: string | null
}

// So that a person who was banned, signed out or has used up a limit is soon replaced by another of the same kind.
const callsOfOne = 30

/** People of every kind, an admin in two of five calls, since only they come far. */
export async function createCallers(app: TestApp) {
  const people = await createPeople(app)
  const present = new Map<CallerKind, { caller: Promise<Caller>; calls: number }>()

  async function make(kind: CallerKind): Promise<Caller> {
    const person = await people.person(kind)
    const bearer = person?.key?.secret ?? person?.token ?? null
    return { kind, id: person?.id ?? null, cookie: person?.cookie ?? null, bearer }
  }

  return {
    firstAdmin: people.firstAdmin,
    next(random: Random): Promise<Caller> {
      const kind = random.chance(0.35) ? 'admin' : random.pick(callerKinds)
      let found = present.get(kind)
      if (!found || found.calls >= callsOfOne) {
        found = { caller: make(kind), calls: 0 }
        present.set(kind, found)
      }
      found.calls += 1
      return found.caller
    },
  }
}
