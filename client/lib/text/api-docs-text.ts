import { apiDocs } from './en/pages/api-docs.ts'

/** Words that what needs them loads, so that the first page of the console does not. */
export const text: typeof apiDocs = apiDocs
