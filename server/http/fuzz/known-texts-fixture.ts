import type { Schema } from '../every-input-fixture.ts'
import { hostileTexts } from './hostile-values-fixture.ts'
import type { Random } from './random-fixture.ts'

export type KnownTexts = ReturnType<typeof createKnownTexts>

// Few, so that what one call made is soon met by another.
const kept = 30
// What answers say that can be asked for again: ids, cursors, addresses, names.
const quoted = /"(?:id|[a-z]+Id|nextCursor|email|value|name|chain|key)":"([^"\\]{1,400})"/g

export interface GivenTexts {
  /** For fields of these names. */
  byName: Record<string, readonly string[]>
  /** For any field. */
  others: readonly string[]
}

/** Where a text is to stand: the field's name, and what the call is about (`users`). */
export interface Place {
  name: string
  about: string
}

/** The texts that mean something to the server: those that are given, and what its answers said, by what they are about. */
export function createKnownTexts(given: GivenTexts) {
  const own = [...Object.values(given.byName).flat(), ...given.others]
  const heard = new Map<string, string[]>()
  const passing = new Map<Schema, string[]>()

  const passes = (schema: Schema) => (text: string) => schema.safeParse(text).success
  function ownPassing(schema: Schema): string[] {
    const texts = passing.get(schema) ?? [...own, ...hostileTexts].filter(passes(schema))
    passing.set(schema, texts)
    return texts
  }

  function hear(about: string, ...texts: string[]) {
    if (texts.length === 0) return
    heard.set(about, [...new Set([...(heard.get(about) ?? []), ...texts])].slice(-kept))
  }

  return {
    hear,
    hearAnswer: (about: string, answer: string) =>
      hear(about, ...[...answer.matchAll(quoted)].map(([, text = '']) => text)),
    any: (random: Random, about: string) => random.pick(heard.get(about) ?? own),
    /** A text that the schema takes, or a hostile one when there is none. */
    pick(random: Random, schema: Schema, { name, about }: Place): string {
      const fromHeard = random.chance(0.7) ? (heard.get(name === 'userId' ? 'users' : about) ?? []) : []
      const byName = random.chance(0.6) ? (given.byName[name] ?? []) : []
      for (const texts of [byName, fromHeard]) {
        const taken = texts.filter(passes(schema))
        if (taken.length > 0) return random.pick(taken)
      }
      const texts = ownPassing(schema)
      return random.pick(texts.length > 0 ? texts : hostileTexts)
    },
  }
}
