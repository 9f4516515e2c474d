import { text } from './text.ts'

const words = text.failures

/** What the codes of Better Auth mean: upper case in its answers, lower case in an address it sends back to. */
const sentences: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: words.wrongCredentials,
  EMAIL_NOT_VERIFIED: words.verifyFirst,
  USER_ALREADY_EXISTS: words.emailTaken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: words.emailTaken,
  INVALID_TOKEN: words.linkInvalid,
  TOKEN_EXPIRED: words.linkExpired,
  USER_NOT_FOUND: words.accountGone,
  EMAIL_ALREADY_VERIFIED: words.alreadyVerified,
  BANNED: words.banned,
  BANNED_USER: words.banned,
  ACCESS_DENIED: words.cancelled,
  ACCOUNT_NOT_LINKED: words.notLinked,
  EMAIL_NOT_FOUND: words.noProviderEmail,
  EMAIL_IS_MISSING: words.noProviderEmail,
  SIGNUP_DISABLED: text.register.closed,
  STATE_MISMATCH: words.startAgain,
  STATE_NOT_FOUND: words.startAgain,
  PLEASE_RESTART_THE_PROCESS: words.startAgain,
}

/** The sentence for a code of Better Auth; undefined for one that says nothing to a reader. */
export function authCodeText(code: string): string | undefined {
  return sentences[code.toUpperCase()]
}
