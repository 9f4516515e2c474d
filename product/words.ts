import { defineWords } from '#shared/product/define-words.ts'

/** What the console calls what is the product's own. One that is forgotten is an error of its type. */
export const words = defineWords({
  /** `'memo.rename': 'Renamed a memo'`, for each act. */
  acts: {},
  /** `memo: 'Memos'`: what the acts are about, as the audit log's filter says it. */
  entities: {},
  /** `memo: 'Memo'`: one of what acts are done to. */
  subjects: {},
  /** `title: 'Title'`: the fields that acts change. */
  fields: {},
  /** `'memos.write': 'Write memos'`, for each permission. */
  permissions: {},
  /** `memosPerUser: { name: 'Memos per user', lead: 'How many somebody may have.' }`, for each setting. */
  settings: {},
})
