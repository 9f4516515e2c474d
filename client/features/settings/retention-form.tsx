import { NumberInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { type SettingView, settingSchemas } from '#shared/settings.ts'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Section } from '../../components/page/page.tsx'
import { exactTime } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { ChangedBy } from './changed-by.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './settings.module.css'
import { useSave } from './use-save.ts'
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
  const setSetting = useSetSetting()
  const name = useId()
  const [draft, setDraft] = useState<{ forEver: boolean; days: number | string } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [shorter, setShorter] = useState<number | null>(null)
  const { forEver, days } = draft ?? { forEver: setting.value === null, days: setting.value ?? usualDays }
  const value = forEver ? null : days

  const change = async (next: number | null) => {
    await setSetting({ key: setting.key, value: next }, { key: setting.key, value: setting.value })
    setDraft(null)
  }
  const save = useSave(async () => {
    const parsed = settingSchemas.auditRetentionDays.safeParse(value)
    setError(parsed.error?.issues[0]?.message ?? null)
    if (!parsed.success) return
    if (isShorter(parsed.data, setting.value)) setShorter(parsed.data)
    else await change(parsed.data)
  })
  const edit = (part: Partial<NonNullable<typeof draft>>) => {
    setError(null)
    setDraft({ forEver, days, ...part })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    return save.run()
  }
  return (
    <Section title={words.retentionTitle} lead={words.retentionLead}>
      <form onSubmit={submit} className={classes.form} noValidate>
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
        <FailureNotice failure={save.failure} secondsLeft={save.secondsLeft} />
        <div className={classes.end}>
          <ChangedBy changed={setting.changed} />
          {manages ? <SaveButton pending={save.pending} changed={value !== setting.value} /> : null}
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

const isShorter = (next: number | null, before: number | null): next is number =>
  next !== null && (before === null || next < before)

const timeBefore = (days: number) => exactTime(new Date(Date.now() - days * dayMs), text.locale)
