import { textParam } from '../../lib/navigation/search-params.ts'

/** What the address of the page says: what is searched for, and the operation that is open. */
export function validateApiDocsSearch(search: Record<string, unknown>) {
  return { search: textParam(search, 'search'), operation: textParam(search, 'operation') }
}
export type ApiDocsSearch = Partial<ReturnType<typeof validateApiDocsSearch>>
