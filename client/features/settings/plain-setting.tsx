import type { SettingView } from '#shared/settings.ts'
import { Section } from '../../components/page/page.tsx'
import { fieldValue } from '../../lib/audit/audit-fields.ts'
import { text } from '../../lib/text/text.ts'
import { wordFor } from '../../lib/text/word-for.ts'
import { ChangedBy } from './changed-by.tsx'

/** A setting of the product, here only known as one of them. */
export type AnySetting = Pick<SettingView, 'changed'> & { key: string; value: unknown }

/** A setting without a form: what it is, and who changed it. */
export function PlainSetting({ setting: { key, value, changed } }: { setting: AnySetting }) {
  return (
    <Section title={wordFor(text.audit.settings, key)}>
      <p>{fieldValue(key, value) ?? text.audit.nothing}</p>
      <ChangedBy changed={changed} />
    </Section>
  )
}
