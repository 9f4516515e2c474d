import { defineGuards } from '#shared/product/define-guards.ts'

/** What stands before the product's calls and pages. Every page loads this file: it imports nothing else. */
export const guards = defineGuards({
  /** Which roles hold which permission: `'memos.write': ['user', 'admin']`. */
  permissions: {},
  /** Limits that calls count against, by name. */
  limits: {},
  /** Acts that can be taken back, and the permission that it takes: `'memo.rename': 'memos.write'`. */
  undo: {},
  /** Paths of pages, and who may open them: `'/memos': 'signed-in'`. */
  pages: {},
})
