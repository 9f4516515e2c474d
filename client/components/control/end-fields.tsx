import { NativeSelect, TextInput } from '@mantine/core'
import type { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import type { EndChoice } from '../../lib/form/end-of.ts'
import { FieldPair } from './field-pair.tsx'

type InputProps = ReturnType<ReturnType<typeof useForm>['getInputProps']>

interface Props {
  /** The words of the select, of its choices in their order, and of the field for a time. */
  words: { ends: string; until: string; endChoices: Partial<Record<EndChoice, string>> }
  /** Of `getInputProps`. */
  end: InputProps
  at: InputProps
  /** What is wrong with the end where no time is typed. */
  error?: ReactNode
  description?: string | undefined
}

/** When something ends: after a while, never, or at a time that is typed. */
export function EndFields({ words, end, at, error, description }: Props) {
  return (
    <FieldPair>
      <NativeSelect
        {...end}
        label={words.ends}
        error={end.value === 'at' ? null : error}
        description={description}
        data={Object.entries(words.endChoices).map(([value, label]) => ({ value, label }))}
      />
      {end.value === 'at' ? <TextInput {...at} type="datetime-local" label={words.until} /> : null}
    </FieldPair>
  )
}
