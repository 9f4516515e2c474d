import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import type { z } from 'zod'
import { type EntitlementKey, entitlements } from '#shared/credits/entitlements.ts'
import { controlFor, type ValueControl } from '../../../lib/form/value-control.ts'
import { text } from '../../../lib/text/text.ts'
import { text as ownWords } from '../../../lib/text/user-credits-text.ts'

const words = ownWords.entitlement

/** What is typed of a value: whether there is one, and as a control has it. */
export interface Typed {
  choice: 'value' | 'none'
  value: string | number
}

/** How a value of a key is typed. */
export interface ValueKind {
  /** Null for one that is neither a number, a text, a yes or no, nor one of a few: it is typed as JSON. */
  control: ValueControl | null
  /** Whether it may be nothing: no bound. */
  nullable: boolean
}

/** How a value of this key is typed, by what it can be. */
export function valueKindOf(key: string): ValueKind {
  const { schema } = entitlements[key as EntitlementKey] as { schema: z.ZodType }
  const { def } = (schema as z.core.$ZodType)._zod as z.core.$ZodTypes['_zod']
  const nullable = def.type === 'nullable'
  return { control: controlFor(nullable ? def.innerType : schema), nullable }
}

/** A value as its control has it at first. */
export function toTyped({ control }: ValueKind, value: unknown): Typed {
  if (value === null) return { choice: 'none', value: control?.kind === 'flag' ? 'no' : '' }
  if (control?.kind === 'flag') return { choice: 'value', value: value ? 'yes' : 'no' }
  if (typeof value === 'number' || typeof value === 'string') return { choice: 'value', value }
  return { choice: 'value', value: JSON.stringify(value) }
}

/** What was typed, as the server takes it; what cannot be read stays as it is, for the schema to refuse. */
export function typedValue({ control, nullable }: ValueKind, { choice, value }: Typed): unknown {
  if (nullable && choice === 'none') return null
  if (control?.kind === 'flag') return value === 'yes'
  if (control?.kind === 'number') return value === '' ? undefined : value
  if (control !== null) return value
  try {
    return JSON.parse(String(value))
  } catch {
    return value
  }
}

type InputProps = ReturnType<ReturnType<typeof useForm>['getInputProps']>

/** The control that fits. */
export function ValueField({ kind: { control }, ...input }: { kind: ValueKind } & InputProps) {
  const field = { ...input, label: words.value, 'data-autofocus': true }
  if (control?.kind === 'number') return <NumberInput {...field} thousandSeparator="," hideControls />
  if (control?.kind === 'flag') return <NativeSelect {...field} data={flags} />
  if (control?.kind === 'choice') return <NativeSelect {...field} data={control.values} />
  return <TextInput {...field} />
}

const flags = [
  { value: 'yes', label: text.common.yes },
  { value: 'no', label: text.common.no },
]
