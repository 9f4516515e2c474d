import { type SettingView, settingSchemas } from '#shared/settings.ts'
import { Section } from '../../components/page/page.tsx'
import { text } from '../../lib/text/feedback-text.ts'
import { SettingForm } from './setting-form.tsx'
import { useSetSetting } from './use-set-setting.ts'

interface Props {
  setting: Extract<SettingView, { key: 'feedbackEmail' }>
  manages: boolean
}

/** Who is mailed when feedback comes. */
export function FeedbackSetting({ setting, manages }: Props) {
  const setSetting = useSetSetting()
  return (
    <Section title={text.settingTitle} lead={text.settingLead}>
      <SettingForm
        {...{ setting, manages }}
        control={{ kind: 'text' }}
        schema={settingSchemas.feedbackEmail}
        save={(value) => setSetting({ key: setting.key, value: String(value) })}
      />
    </Section>
  )
}
