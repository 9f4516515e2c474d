import { NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import type { ValueControl } from '../../lib/form/value-control.ts'
import { capitalized } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import { ChangedBy } from './changed-by.tsx'
import type { AnySetting } from './plain-setting.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './settings.module.css'

interface Props {
  setting: AnySetting
  manages: boolean
  control: ValueControl
  schema: z.ZodType
  save: (value: unknown) => Promise<void>
}

/** A setting in the form that fits its schema; what the schema says of a wrong value stands at the field. */
export function SettingForm({ setting, manages, control, schema, save }: Props) {
  const [edited, setEdited] = useState<{ value: unknown; error: string | null } | null>(null)
  const { value, error } = edited ?? { value: setting.value, error: null }
  const attempt = useAttempt()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    return attempt.run(async () => {
      const parsed = schema.safeParse(value)
      if (!parsed.success) return setEdited({ value, error: parsed.error.issues[0]?.message ?? null })
      await save(parsed.data)
      setEdited(null)
    })
  }
  const field = {
    'aria-label': wordFor(text.audit.settings, setting.key),
    disabled: !manages,
    error,
  }
  const edit = (next: unknown) => setEdited({ value: next, error: null })
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {control.kind === 'number' ? (
        <NumberInput {...field} className={classes.days} value={value as number | string} onChange={edit} />
      ) : control.kind === 'text' ? (
        <TextInput
          {...field}
          value={String(value)}
          onChange={({ currentTarget }) => edit(currentTarget.value)}
        />
      ) : (
        <Choices
          label={field['aria-label']}
          choices={choicesOf(setting.key, control)}
          {...{ value, manages }}
          onChoose={edit}
        />
      )}
      <FailureNotice failure={attempt.failure} secondsLeft={attempt.secondsLeft} />
      <div className={classes.end}>
        <ChangedBy changed={setting.changed} />
        {manages ? <SaveButton pending={attempt.pending} changed={value !== setting.value} /> : null}
      </div>
    </form>
  )
}

type ChoiceControl = Extract<ValueControl, { kind: 'flag' | 'choice' }>
interface Choice {
  value: unknown
  name: string
}

function choicesOf(key: string, control: ChoiceControl): Choice[] {
  const { yes, no } = text.components.diff
  if (control.kind === 'flag')
    return [
      { value: true, name: capitalized(yes) },
      { value: false, name: capitalized(no) },
    ]
  const names = text.settings.ofProduct[key]?.choices ?? {}
  return control.values.map((value) => ({ value, name: wordFor(names, value) }))
}

function Choices(props: {
  label: string
  choices: readonly Choice[]
  value: unknown
  manages: boolean
  onChoose: (value: unknown) => void
}) {
  const group = useId()
  return (
    <fieldset className={classes.choices} disabled={!props.manages}>
      <legend className="visually-hidden">{props.label}</legend>
      {props.choices.map(({ value, name }) => {
        const chosen = value === props.value
        return (
          <label key={name} className={classes.choice} data-chosen={chosen || undefined}>
            <input type="radio" name={group} checked={chosen} onChange={() => props.onChoose(value)} />
            <span className={classes.choiceName}>{name}</span>
          </label>
        )
      })}
    </fieldset>
  )
}
