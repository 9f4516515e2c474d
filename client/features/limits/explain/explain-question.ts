import type { ExplainSearch } from '../limits-search.ts'

/** By what the question can name who calls; the first one that an address gives counts. */
export const whos = ['userId', 'key', 'id', 'sessionId', 'account', 'ip'] as const
export type Who = (typeof whos)[number]

/** What the form holds: one way to name who calls, and for most the address they call from. */
export interface Question {
  procedure: string
  who: Who
  value: string
  ip: string
}

/** Whether a question that names who calls like this can also say from which address. */
export const takesAddress = (who: Who) => who !== 'ip' && who !== 'id'

/** The question that an address asks, as far as it does. */
export function toQuestion(search: ExplainSearch): Question {
  const who = whos.find((one) => search[one] !== undefined) ?? 'userId'
  const ip = takesAddress(who) ? (search.ip ?? '') : ''
  return { procedure: search.procedure ?? '', who, value: search[who] ?? '', ip }
}

/** The same question as an address, and as the procedure's input; `undefined` is left out of both. */
export function fromQuestion({ procedure, who, value, ip }: Question): ExplainSearch {
  const named = { [who]: value.trim() || undefined }
  const from = takesAddress(who) ? { ip: ip.trim() || undefined } : {}
  return { procedure: procedure.trim() || undefined, ...from, ...named }
}
