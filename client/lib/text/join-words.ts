import type { SettingWords } from '#shared/product/define-words.ts'
import type { Text } from './en/en.ts'

type Words = Readonly<Record<string, string>>

/** Words of a product, whatever its acts, permissions and settings are. */
interface AddedWords {
  acts: Words
  entities: Words
  subjects: Words
  fields: Readonly<Record<string, string | undefined>>
  permissions: Words
  settings: Readonly<Record<string, SettingWords<string>>>
}

/** Our words with those of the product for what is its own. */
export function joinWords(own: Text, added: AddedWords): Text {
  const { audit, permissions, settings } = own
  const names = Object.entries(added.settings).map(([key, { name }]) => [key, name])
  return {
    ...own,
    permissions: { ...permissions, of: { ...permissions.of, ...added.permissions } },
    settings: { ...settings, ofProduct: added.settings },
    audit: {
      ...audit,
      actions: { ...audit.actions, ...added.acts },
      entities: { ...audit.entities, ...added.entities },
      subjects: { ...audit.subjects, ...added.subjects },
      settings: { ...audit.settings, ...Object.fromEntries(names) },
      fields: { ...audit.fields, names: { ...added.fields, ...audit.fields.names } },
    },
  }
}
