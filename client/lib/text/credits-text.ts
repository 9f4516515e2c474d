import { credits } from './en/pages/credits.ts'

/** Words that what needs them loads, so that the first page of the console does not. */
export const text: typeof credits = credits
