import { line } from './text/text.ts'

/** What a person calls one of their passkeys. */
export const passkeyNameSchema = line({ min: 1, max: 150 })
