import type { z } from 'zod'
import { type Schema, schemasInside } from '../every-input-fixture.ts'
import { hostileText, hostileTexts, hostileValue } from './hostile-values-fixture.ts'
import type { KnownTexts, Place } from './known-texts-fixture.ts'
import type { Random } from './random-fixture.ts'

export type Values = ReturnType<typeof createValues>

/**
 * Invents what a schema asks for, mostly right: of the known texts (ids, addresses, names that exist) those that the
 * schema takes, so that a call goes as far as it can.
 */
export function createValues(random: Random, known: KnownTexts) {
  /** A value for the schema at that place; `oddness` is how likely each part of it is another than it asks for. */
  function valueFor(schema: Schema, oddness: number, place: Place): unknown {
    if (random.chance(oddness))
      return isText(schema) && random.chance(0.7) ? hostileText(random) : hostileValue(random)
    const { def } = (schema as unknown as z.core.$ZodTypes)._zod
    const inside = schemasInside(schema)
    if (isText(schema)) return known.pick(random, schema, place)
    switch (def.type) {
      case 'object':
        return objectFor(inside, oddness, place)
      case 'record':
        return random.chance(0.5)
          ? {}
          : { [text(place.about, false)]: valueFor(def.valueType as Schema, oddness, place) }
      case 'array':
        return Array.from({ length: random.pick([1, 1, 2, 5, 101]) }, () =>
          valueFor(def.element as Schema, oddness / 4, place),
        )
      case 'optional':
      case 'nullable':
      case 'default':
        if (random.chance(0.4)) return def.type === 'nullable' ? null : undefined
        return valueFor(def.innerType as Schema, oddness, place)
      case 'enum':
        return random.pick(Object.values(def.entries))
      case 'literal':
        return random.pick(def.values)
      case 'boolean':
        return random.chance(0.5)
      case 'number':
        return numberFor(schema)
      default:
        return inside.length > 0 ? valueFor(random.pick(inside)[1], oddness, place) : hostileValue(random)
    }
  }

  /** An input for the schema: of two one is right as a whole, as far as a few tries get it so. */
  function inputFor(schema: Schema, about: string): unknown {
    const place = { name: '', about }
    if (random.chance(0.5)) return valueFor(schema, random.pick([0.1, 0.3]), place)
    let value = valueFor(schema, 0, place)
    for (let tries = 0; tries < 10 && !schema.safeParse(value).success; tries += 1)
      value = valueFor(schema, 0, place)
    return value
  }

  function objectFor(fields: [string, Schema][], oddness: number, { about }: Place) {
    const entries = fields.flatMap(([name, schema]): [string, unknown][] =>
      random.chance(oddness / 4) ? [] : [[name, valueFor(schema, oddness, { name, about })]],
    )
    if (random.chance(oddness / 4)) entries.push([random.pick(hostileTexts), hostileValue(random)])
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }

  function numberFor(schema: Schema): number {
    const candidates = [0, 1, 2, 7, 30, 100, 1000, 60_000, 1_000_000].filter(
      (value) => schema.safeParse(value).success,
    )
    return candidates.length > 0 ? random.pick(candidates) : random.below(100)
  }

  /** Some text, of those that are known or of the hostile ones. */
  const text = (about: string, hostile: boolean) =>
    (hostile ? random.pick(hostileTexts) : known.any(random, about)).toWellFormed()

  return { inputFor, text }
}

// A text with whatever stands around it, so that it can be tried as a whole.
function isText(schema: Schema): boolean {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  if (def.type === 'string') return true
  if (def.type === 'union') return def.options.every((option) => isText(option as Schema))
  return def.type === 'pipe' && isText(def.in as Schema)
}
