import { NumberInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { type SettingView, settingSchemas } from '#shared/settings.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Section } from '../../components/page/page.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { ChangedBy } from './changed-by.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './settings.module.css'
import { useSetSetting } from './use-set-setting.ts'

const words = text.settings
const dayMs = 24 * 60 * 60 * 1000
const usualDays = 365

interface Props {
  setting: Extract<SettingView, { key: 'auditRetentionDays' }>
  manages: boolean
}

/** How long the log is kept; a shorter time deletes rows, so it asks first. */
export function RetentionForm({ setting, manages }: Props) {
  const { draft, changed, edit, save, submit, change, shorter, setShorter } = useRetention(setting)
  return (
    <Section title={words.retentionTitle} lead={words.retentionLead}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <RetentionFields {...{ draft, manages, edit }} />
        <FailureNotice failure={save.failure} secondsLeft={save.secondsLeft} />
        <div className={classes.end}>
          <ChangedBy changed={setting.changed} />
          {manages ? <SaveButton pending={save.pending} changed={changed} /> : null}
        </div>
      </form>
      <ConfirmDialog
        opened={shorter !== null}
        title={words.shorterTitle}
        confirm={words.shorterConfirm(shorter ?? 0)}
        color="danger"
        onClose={() => setShorter(null)}
        onConfirm={() => change(shorter)}
      >
        {shorter === null ? null : <p>{words.shorterMeans(shorter, timeBefore(shorter))}</p>}
      </ConfirmDialog>
    </Section>
  )
}

interface Draft {
  forEver: boolean
  days: number | string
  error: string | null
}

// `draft` is what was edited, or the setting as it is; `shorter` waits for a yes before rows are deleted.
function useRetention(setting: Props['setting']) {
  const setSetting = useSetSetting()
  const save = useAttempt()
  const [edited, setEdited] = useState<Draft | null>(null)
  const [shorter, setShorter] = useState<number | null>(null)
  const stored: Draft = { forEver: setting.value === null, days: setting.value ?? usualDays, error: null }
  const draft = edited ?? stored
  const value = draft.forEver ? null : draft.days

  const change = async (next: number | null) => {
    await setSetting({ key: setting.key, value: next })
    setEdited(null)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    return save.run(async () => {
      const parsed = settingSchemas.auditRetentionDays.safeParse(value)
      setEdited({ ...draft, error: parsed.error?.issues[0]?.message ?? null })
      if (!parsed.success) return
      if (isShorter(parsed.data, setting.value)) setShorter(parsed.data)
      else await change(parsed.data)
    })
  }
  const edit = (part: Partial<Draft>) => setEdited({ ...draft, error: null, ...part })
  return { draft, changed: value !== setting.value, edit, save, submit, change, shorter, setShorter }
}

interface FieldsProps {
  draft: Draft
  manages: boolean
  edit: (part: Partial<Draft>) => void
}

function RetentionFields({ draft: { forEver, days, error }, manages, edit }: FieldsProps) {
  const name = useId()
  return (
    <>
      <fieldset className={classes.choices} disabled={!manages}>
        <legend className="visually-hidden">{words.retentionTitle}</legend>
        <label className={classes.choice} data-chosen={forEver || undefined}>
          <input type="radio" {...{ name }} checked={forEver} onChange={() => edit({ forEver: true })} />
          <span className={classes.choiceName}>{words.forEver}</span>
        </label>
        <label className={classes.choice} data-chosen={forEver ? undefined : true}>
          <input type="radio" {...{ name }} checked={!forEver} onChange={() => edit({ forEver: false })} />
          <span className={classes.choiceName}>{words.forDays}</span>
        </label>
      </fieldset>
      {forEver ? null : (
        <NumberInput
          label={words.days}
          className={classes.days}
          disabled={!manages}
          allowDecimal={false}
          value={days}
          error={error}
          onChange={(next) => edit({ days: next })}
        />
      )}
    </>
  )
}

const isShorter = (next: number | null, before: number | null): next is number =>
  next !== null && (before === null || next < before)

const timeBefore = (days: number) => exactTime(new Date(Date.now() - days * dayMs), text.locale)
