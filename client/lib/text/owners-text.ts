import { owners } from './en/pages/owners.ts'

/** Words that what needs them loads, so that the first page of the console does not. */
export const text: typeof owners = owners
