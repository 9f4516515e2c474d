import type { ErrorReason } from '#shared/errors.ts'
import { type Failure, isMissingPart, isOutage, isSignedOut } from '../api/failure.ts'
import { authCodeText } from './auth-codes.ts'
import { count, duration, exactTime, untilTime } from './format.ts'
import { text } from './outside-text.ts'

const words = text.failures

/** One sentence that says what went wrong and what to do next. `secondsLeft` is the wait as it stands now. */
export function failureText(failure: Failure, secondsLeft = 0): string {
  if (isMissingPart(failure)) return words.part
  if (isOutage(failure)) return words.outageSubmit
  if (isSignedOut(failure)) return words.signedOut
  return reasonText(failure, secondsLeft) ?? authCodeText(failure.code) ?? statusText(failure)
}

function reasonText({ reason, status }: Failure, secondsLeft: number): string | null {
  switch (reason?.kind) {
    case 'busy':
      if (status === 503 && secondsLeft > 0) return words.crowded(duration(secondsLeft))
      return secondsLeft > 0 ? words.limit(duration(secondsLeft)) : words.limitOver
    case 'limit':
      return secondsLeft > 0 ? words.limit(duration(secondsLeft)) : words.limitOver
    case 'blocked':
      return reason.until ? words.blockedUntil(exactTime(new Date(reason.until), text.locale)) : words.blocked
    case 'locked':
      return words.locked(untilTime(new Date(reason.until), text.locale))
    case 'origin':
      return words.origin(reason.expected)
    case 'banned':
      return reason.until ? words.bannedUntil(exactTime(new Date(reason.until), text.locale)) : words.banned
    case 'permission':
      return words.permission
    case 'rank':
      return words.rank
    case 'author':
      return words.author
    case 'last-admin':
      return words.lastAdmin
    case 'self':
      return words.self
    case 'password-needed':
      return words.passwordNeeded
    case 'wrong-password':
      return words.wrongPassword
    case 'setup-token':
      return words.setupToken
    case 'setup-done':
      return words.setupDone
    case 'email-taken':
      return words.emailTaken
    case 'approval':
      return words.approval
    case 'confirm':
      return words.confirm
    case 'impersonating':
      return words.impersonating
    case 'sign-up':
      return reason.mode === 'invite' ? words.signUpByInvitation : words.signUpClosed
    case 'invitation':
      return words.invitation
    case 'credits':
      return creditsText(reason)
    case 'entitlement':
      return words.entitlement
    case 'quota':
      return words.quota(shown(reason.limit), untilTime(new Date(reason.resetsAt), text.locale))
    case 'repeated':
      return reason.entry === null ? words.running : words.paidBefore
    case 'hold-lapsed':
      return words.holdLapsed
    case 'intent':
      return words.intent
    case 'declined':
      return words.declined
    case 'not-subscribed':
      return words.notSubscribed
    case 'changed-since':
      return words.changedSince(reason.fields.join(', '))
    default:
      return null
  }
}

const shown = (amount: number) => count(amount, text.locale)

// What other calls hold may come back; who has too little even so needs more.
function creditsText({ needed, available, held }: Extract<ErrorReason, { kind: 'credits' }>): string {
  if (held > 0 && available + held >= needed)
    return words.creditsHeld(shown(needed), shown(available), shown(held))
  return words.credits(shown(needed), shown(available))
}

function statusText(failure: Failure): string {
  if (failure.fieldErrors) return Object.values(failure.fieldErrors).flat().join(' ')
  if (failure.status === 404) return words.notFound
  // Answers below 500 were written for their reader; what is above is masked by the server anyway.
  if (failure.status < 500 && failure.message) return failure.message
  return failure.requestId === null ? words.unexpectedHere : words.unexpected(failure.requestId)
}

/** What an `?error=` of Better Auth means, on the page that it came back to. */
export function errorCodeText(code: string): string {
  return authCodeText(code) ?? words.oauth
}
