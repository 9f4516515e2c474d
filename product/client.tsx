import { defineClient } from '#client/components/shell/define-client.ts'

/** What the product shows. It comes as a whole, so what is larger than a line is loaded by `part` and `lazyPart`. */
export const client = defineClient({
  /** Every page of `guards.ts`: `'/memos': part(() => import('./client/memos-page.tsx').then((file) => file.MemosPage))`. */
  pages: {},
  /** `'/memos': { group: 'account', label: 'Memos', Icon: IconNotes, key: 'm' }`: shown to whom the page is open. */
  places: {},
  /** What else the command palette offers. */
  commands: [],
  /** `memos: { label: 'Memos', permission: 'memos.all', Tab: lazyPart(...) }`: parts of a user's page in the console. */
  userTabs: {},
  /** Components on the pages of one's own account, below what is ours. */
  sections: { overview: [], profile: [], security: [] },
  /** How a setting is changed where the form that fits its schema is not enough: a component by the setting's key. */
  settingForms: {},
})
