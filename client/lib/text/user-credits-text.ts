import { userCredits } from './en/pages/user-credits.ts'

/** Words that what needs them loads, so that the first page of the console does not. */
export const text: typeof userCredits = userCredits
