import { userImport } from './en/pages/user-import.ts'

/** The words of an import of people: what needs them loads them, so that the first page of the console does not. */
export const text: typeof userImport = userImport
