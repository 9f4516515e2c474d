import { type FormEvent, useId, useState } from 'react'
import type { SettingView, SignUpMode } from '#shared/settings.ts'
import { FailureNotice } from '../../components/notice/failure-notice.tsx'
import { Section } from '../../components/page/page.tsx'
import { useAttempt } from '../../lib/form/use-attempt.ts'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { text } from '../../lib/text/text.ts'
import { ChangedBy } from './changed-by.tsx'
import { SaveButton } from './save-button.tsx'
import classes from './settings.module.css'
import { useSetSetting } from './use-set-setting.ts'

const words = text.settings

interface Props {
  setting: Extract<SettingView, { key: 'signUpMode' }>
  manages: boolean
}

/** Who may register. */
export function SignUpForm({ setting, manages }: Props) {
  const setSetting = useSetSetting()
  const name = useId()
  const [chosen, setChosen] = useState<SignUpMode | null>(null)
  const value = chosen ?? setting.value
  const save = useAttempt()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    return save.run(async () => {
      await setSetting({ key: setting.key, value })
      setChosen(null)
    })
  }
  return (
    <Section title={words.signUpTitle} lead={words.signUpLead}>
      <form onSubmit={submit} className={classes.form}>
        <fieldset className={classes.choices} disabled={!manages}>
          <legend className="visually-hidden">{words.signUpTitle}</legend>
          {keysOf(words.signUp).map((mode) => (
            <label key={mode} className={classes.choice} data-chosen={mode === value || undefined}>
              <input type="radio" {...{ name }} checked={mode === value} onChange={() => setChosen(mode)} />
              <span>
                <span className={classes.choiceName}>{words.signUp[mode]}</span>
                <span className={classes.hint}>{words.signUpHints[mode]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <FailureNotice failure={save.failure} secondsLeft={save.secondsLeft} />
        <div className={classes.end}>
          <ChangedBy changed={setting.changed} />
          {manages ? <SaveButton pending={save.pending} changed={value !== setting.value} /> : null}
        </div>
      </form>
    </Section>
  )
}
