import { text } from './outside-text.ts'

const words = text.failures

/** What the codes of Better Auth mean: upper case in its answers, lower case in an address it sends back to. */
const sentences: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: words.wrongCredentials,
  INVALID_PASSWORD: words.wrongPassword,
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
  SIGNUP_DISABLED: words.signUpClosed,
  SIGN_UP_CLOSED: words.signUpClosed,
  SIGN_IN_FIRST: words.signInFirst,
  EMAIL_TAKEN: words.addressTaken,
  IMPERSONATING: words.impersonating,
  ACCOUNT_BANNED: words.banned,
  INVALID_CODE: words.wrongCode,
  INVALID_BACKUP_CODE: words.wrongRecoveryCode,
  INVALID_TWO_FACTOR_COOKIE: words.codeTooLate,
  AUTH_CANCELLED: words.passkeyNotUsed,
  ERROR_CEREMONY_ABORTED: words.passkeyNotUsed,
  ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY: words.passkeyNotUsed,
  AUTHENTICATION_FAILED: words.passkeyUnknown,
  PASSKEY_NOT_FOUND: words.passkeyUnknown,
  CHALLENGE_NOT_FOUND: words.startAgain,
  STATE_MISMATCH: words.startAgain,
  STATE_NOT_FOUND: words.startAgain,
  PLEASE_RESTART_THE_PROCESS: words.startAgain,
}

/** The sentence for a code of Better Auth; undefined for one that says nothing to a reader. */
export function authCodeText(code: string): string | undefined {
  return sentences[code.toUpperCase()]
}
