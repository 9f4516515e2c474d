import { plainName } from './made.ts'

/** A function that a statement makes, with its parameters and result as they are written; null for another statement. */
export function readFunction(statement: string): { name: string; signature: string } | null {
  const [, name, rest = ''] =
    /^create (?:or replace )?(?:function|procedure) ([^\s(]+) ?(\(.*)$/.exec(statement) ?? []
  if (!name) return null
  const [signature = ''] = rest.split(attributes, 1)
  return {
    name: plainName(name),
    signature: signature
      .replace(/ ?([(),]) ?/g, '$1')
      .replaceAll(',', ', ')
      .trim(),
  }
}

const attributes =
  / (?:language|as|immutable|stable|volatile|strict|security|set|parallel|cost|rows|called|leakproof|window)(?= |$)/
