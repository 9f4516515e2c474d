import type { FieldOf } from '../audit/act.ts'
import type { EntityOf, OwnSubjectType, ProductActs, SubjectOf } from '../audit/audit-acts.ts'
import type { OwnPermission } from '../roles/own-permissions.ts'
import type { Permission } from '../roles/roles.ts'
import type { ProductSettings } from '../settings.ts'

/** What a setting is called, what it does, and of a choice what each value is called. */
export interface SettingWords<Value = never> {
  name: string
  lead?: string
  choices?: Readonly<Record<Extract<Value, string>, string>>
}

/** What the acts, permissions and settings of a product are called; none of them may be forgotten. */
export interface WordsFor<Acts, Permissions extends string, Values> {
  /** Each act in the audit log, in the past: `'memo.rename': 'Renamed a memo'`. */
  acts: Readonly<Record<keyof Acts & string, string>>
  /** What the acts are about, many of them: `memo: 'Memos'`. */
  entities: Readonly<Record<EntityOf<keyof Acts>, string>>
  /** One of what acts are done to: `memo: 'Memo'`. */
  subjects: Readonly<Record<Exclude<SubjectOf<Acts[keyof Acts]>, OwnSubjectType>, string>>
  /** The fields that acts change. One without a name is shown as it is recorded; what acts of ours change has one. */
  fields: Readonly<Partial<Record<FieldOf<Acts[keyof Acts]>, string>>>
  /** What each permission allows: `'memos.write': 'Write memos'`. */
  permissions: Readonly<Record<Permissions, string>>
  settings: { readonly [Key in keyof Values]: SettingWords<Values[Key]> }
}

/** The words for the product's own acts, permissions and settings. */
export type ProductWords = WordsFor<ProductActs, Exclude<Permission, OwnPermission>, ProductSettings>

/** What the product's acts, permissions and settings are called in the console. */
export const defineWords = (words: ProductWords) => words
