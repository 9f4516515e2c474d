import { TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { type SettingView, settingSchemas } from '#shared/settings.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Section } from '../../components/page/page.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { timeZoneNames } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { ChangedBy } from './changed-by.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './settings.module.css'
import { useSetSetting } from './use-set-setting.ts'

const words = text.settings

interface Props {
  setting: Extract<SettingView, { key: 'billingTimeZone' }>
  manages: boolean
}

/** Where months of credits begin at midnight: typed, with the zones that the browser knows to choose from. */
export function TimeZoneForm({ setting, manages }: Props) {
  const setSetting = useSetSetting()
  const save = useAttempt()
  const zones = useId()
  const [edited, setEdited] = useState<{ zone: string; error: string | null } | null>(null)
  const { zone, error } = edited ?? { zone: setting.value, error: null }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    return save.run(async () => {
      const parsed = settingSchemas.billingTimeZone.safeParse(zone)
      if (!parsed.success) return setEdited({ zone, error: parsed.error.issues[0]?.message ?? null })
      await setSetting({ key: setting.key, value: parsed.data })
      setEdited(null)
    })
  }
  return (
    <Section title={words.zoneTitle} lead={words.zoneLead}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <TextInput
          label={words.zone}
          className={classes.zone}
          list={zones}
          disabled={!manages}
          value={zone}
          error={error}
          onChange={({ currentTarget }) => setEdited({ zone: currentTarget.value, error: null })}
        />
        <datalist id={zones}>
          {[...timeZoneNames()].map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <FailureNotice failure={save.failure} secondsLeft={save.secondsLeft} />
        <div className={classes.end}>
          <ChangedBy changed={setting.changed} />
          {manages ? <SaveButton pending={save.pending} changed={zone !== setting.value} /> : null}
        </div>
      </form>
    </Section>
  )
}
