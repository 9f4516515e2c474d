import { type SetSettingInput, settingSchemas } from '#shared/settings.ts'
import { Section } from '../../components/page/page.tsx'
import { useProductClient } from '../../components/shell/product-client.ts'
import { controlFor } from '../../lib/form/value-control.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import { ChangedBy } from './changed-by.tsx'
import { type AnySetting, PlainSetting } from './plain-setting.tsx'
import { SettingForm } from './setting-form.tsx'
import classes from './settings.module.css'
import { useSetSetting } from './use-set-setting.ts'

/** A setting of the product: in a form of its own, in the one that fits its schema, or else only read. */
export function ProductSetting({ setting, manages }: { setting: AnySetting; manages: boolean }) {
  const { key, value, changed } = setting
  const { settingForms } = useProductClient()
  const setSetting = useSetSetting()
  // The server refuses a value that is none of the setting's.
  const save = (next: unknown) => setSetting({ key, value: next } as SetSettingInput)
  const schema = settingSchemas[key as keyof typeof settingSchemas]
  const control = controlFor(schema)
  const Form = settingForms[key]
  if (!Form && !control) return <PlainSetting setting={setting} />
  return (
    <Section title={wordFor(text.audit.settings, key)} lead={text.settings.ofProduct[key]?.lead}>
      {Form ? (
        <div className={classes.form}>
          <Form {...{ manages, save }} value={value as never} />
          <ChangedBy changed={changed} />
        </div>
      ) : control ? (
        <SettingForm {...{ setting, manages, save, control, schema }} />
      ) : null}
    </Section>
  )
}
