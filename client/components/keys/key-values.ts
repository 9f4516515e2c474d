import { createKeyInput } from '#shared/keys.ts'
import { validateWith } from '../../lib/form/validate-with.ts'

/** A new key as its form has it: the addresses one a line. */
export interface KeyValues {
  name: string
  lifetimeDays: string
  permissions: string[]
  addresses: string
}

/** The form's values as the procedure takes them. */
export const toKeyInput = ({ name, lifetimeDays, permissions, addresses }: KeyValues) => ({
  name,
  permissions,
  lifetimeDays: Number(lifetimeDays),
  addresses: addresses.split(/[\s,]+/).filter((address) => address !== ''),
})

const validate = validateWith(async () => createKeyInput)

/** What is wrong with each field; of one of the addresses, with the field of all. */
export async function validateKey(values: KeyValues): Promise<Record<string, string>> {
  const errors = await validate(toKeyInput(values))
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [path.split('.')[0], message]))
}
