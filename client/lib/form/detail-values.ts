import type { GivenDetails, PersonDetails, PersonFieldView } from '#shared/person-details.ts'
import type { DetailValue } from '#shared/product/person-fields.ts'
import { count } from '../text/format.ts'
import { text } from '../text/outside-text.ts'
import { wordFor } from '../text/word-for.ts'

type Fields = readonly PersonFieldView[]

/** A field's name in a form, by which the server says what is wrong with it. */
export const detailKey = ({ name }: PersonFieldView) => `details.${name}`

/** What fields hold of a person, each as the text of its input; without a person, what each holds at first. */
export function toInputs(fields: Fields, details?: PersonDetails | null): Record<string, string> {
  const held: Record<string, DetailValue> = details ?? {}
  return Object.fromEntries(
    fields.map((field) => [detailKey(field), inputText(held[field.name] ?? field.default)]),
  )
}

const inputText = (value: DetailValue) =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '')

/** What the inputs of a form hold, as the server takes it. It refuses what does not fit, with the reason. */
export const fromInputs = (fields: Fields, values: Readonly<Record<string, string>>): GivenDetails =>
  Object.fromEntries(
    fields.map((field) => [field.name, readInput(field, values[detailKey(field)] ?? '')]),
  ) as GivenDetails

function readInput({ kind, nullable }: PersonFieldView, input: string): DetailValue {
  if (nullable && input.trim() === '') return null
  if (kind === 'yes-no') return input === 'yes'
  const number = kind === 'number' && input.trim() !== '' ? Number(input) : Number.NaN
  return Number.isNaN(number) ? input : number
}

/** What a field can be set to, where that is a choice: the values of its input with their words. */
export function choicesOf({ kind, choices, nullable }: PersonFieldView): { value: string; label: string }[] {
  const words =
    kind === 'yes-no'
      ? (['no', 'yes'] as const).map((value) => ({ value, label: text.common[value] }))
      : choices.map((value) => ({ value, label: wordFor({}, value) }))
  return nullable ? [{ value: '', label: '–' }, ...words] : words
}

/** What a field holds of a person, as a page shows it. */
export function detailText({ name, kind }: PersonFieldView, details: PersonDetails | null): string {
  const value = (details as Record<string, DetailValue> | null)?.[name] ?? null
  if (value === null || value === '') return '–'
  if (typeof value === 'boolean') return value ? text.common.yes : text.common.no
  if (typeof value === 'number') return count(value, text.locale)
  return kind === 'choice' ? wordFor({}, value) : value
}
