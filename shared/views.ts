import { z } from 'zod'
import { idSchema, line } from './text/text.ts'

/** So many views of one list somebody may keep, and so many of all lists together. */
export const maxViews = { ofList: 20, inAll: 200 }

const list = z
  .string()
  .max(40, 'Not the name of a list.')
  .regex(/^[a-z][a-z0-9-]*$/, 'Not the name of a list.')
const query = line({ max: 2000 })

/** What a view may be called. */
export const viewName = line({ min: 1, max: 60 })

export const listViewsInput = z.object({ list }).strict()
export type ListViewsInput = z.infer<typeof listViewsInput>

export const createViewInput = z.object({ list, name: viewName, query }).strict()
export type CreateViewInput = z.infer<typeof createViewInput>

/** What is not given stays. */
export const updateViewInput = z
  .object({ id: idSchema, name: viewName.optional(), query: query.optional() })
  .strict()
export type UpdateViewInput = z.infer<typeof updateViewInput>

export const viewIdInput = z.object({ id: idSchema }).strict()
export type ViewIdInput = z.infer<typeof viewIdInput>

/** Filters, order and columns of a list under a name; `query` is as the address of the page says them. */
export interface SavedView {
  id: string
  list: string
  name: string
  query: string
}
