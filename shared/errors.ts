/** What can go wrong, as the client may branch on it. The status is the HTTP status of a single call. */
export const errorStatus = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const
export type ErrorCode = keyof typeof errorStatus

/** Why a call was refused: typed, so that a page can say the right thing and support can look it up. */
export type ErrorReason =
  | { kind: 'signed-out' }
  /**
   * The key of the call does not work: it is none, unknown or revoked, has expired, or is for other addresses; or its
   * service account is disabled.
   */
  | { kind: 'key'; problem: 'form' | 'unknown' | 'expired' | 'disabled' | 'address' }
  /** Only for a person who is signed in, and no key. */
  | { kind: 'person' }
  | { kind: 'permission'; permission: string }
  | { kind: 'rank' }
  /** Only who wrote it may do this. */
  | { kind: 'author' }
  | { kind: 'last-admin' }
  | { kind: 'self' }
  | { kind: 'banned'; until: string | null }
  | { kind: 'limit'; policy: string; scope: string; limit: number; windowMs: number; retryAfterMs: number }
  | { kind: 'locked'; until: string; retryAfterMs: number }
  | { kind: 'busy'; retryAfterMs: number }
  /** A rule refuses the caller whatever they do: until when, null while nobody takes it back. */
  | { kind: 'blocked'; until: string | null }
  | { kind: 'unavailable'; retryAfterMs: number }
  | { kind: 'password-needed' }
  | { kind: 'wrong-password' }
  | { kind: 'origin'; expected: string }
  | { kind: 'setup-token' }
  | { kind: 'setup-done' }
  | { kind: 'email-taken' }
  /** The account of a provider (`google`) belongs to somebody else since. */
  | { kind: 'provider-taken'; provider: string }
  /** The address has an open invitation already. */
  | { kind: 'invited'; invitationId: string }
  /** What the user is at the moment does not allow the act. */
  | { kind: 'status'; status: 'active' | 'pending' | 'banned' | 'deleted' }
  /** The account waits for an admin's approval. */
  | { kind: 'approval' }
  /** The actor must confirm their identity first: `sessions.confirm` with the password, or a new sign-in. */
  | { kind: 'confirm' }
  /** Not while acting as somebody else. */
  | { kind: 'impersonating' }
  /** Nobody can register by themselves at the moment. */
  | { kind: 'sign-up'; mode: 'invite' | 'closed' }
  /** The link of an invitation is unknown, used, revoked or has expired. */
  | { kind: 'invitation' }
  /** A call that came with the `Idempotency-Key` of another one, or of one that was not answered, or not to be repeated. */
  | {
      kind: 'idempotency'
      problem: 'running' | 'other-request' | 'unknown' | 'not-kept'
      retryAfterMs?: number
    }
  /** Somebody does not match the filter any more by which they were found. */
  | { kind: 'unmatched' }
  /** The act was taken back already, by the act of this row of the audit log. */
  | { kind: 'undone'; by: string }
  /** What was to be taken back has been changed since: the fields that differ. */
  | { kind: 'changed-since'; fields: string[] }
  /** There are not enough credits; what calls that run hold comes back unless they spend it. */
  | { kind: 'credits'; needed: number; available: number; held: number }
  /** The bound of the month is reached, what calls that run hold included. */
  | { kind: 'quota'; limit: number; used: number; resetsAt: string; retryAfterMs: number }
  /** The plan does not include it. */
  | { kind: 'entitlement'; key: string }
  /** The key was used before: by the entry of this number, or by a call that runs. */
  | { kind: 'repeated'; entry: number | null }
  /** The call took so long that its credits were given back, and there are not enough any more. */
  | { kind: 'hold-lapsed' }
  /** The same key was used for something else. */
  | { kind: 'intent' }
  /** No payment provider is set up; or it would not do what was asked. */
  | { kind: 'payments'; problem: 'off' | 'refused' }
  /** The card or account that pays was not charged. */
  | { kind: 'declined' }
  /** There is a subscription that runs; or there is none, and the call is about one. */
  | { kind: 'subscribed' }
  | { kind: 'not-subscribed' }

/** Why something was not done, as an answer that is no error of the call holds it. */
export interface Refusal {
  code: ErrorCode
  message: string
  reason: ErrorReason | null
}

/** What became of one of many; `changed` is false where there was nothing to do. */
export type EachResult = { id: string; ok: true; changed: boolean } | ({ id: string; ok: false } & Refusal)

/** Messages by input path (`name`, `filter.role`), for the fields of a form. */
export type FieldErrors = Record<string, string[]>

/** What `error.data` holds besides tRPC's own `code`, `httpStatus` and `path`. */
export interface ErrorData {
  reason: ErrorReason | null
  fieldErrors: FieldErrors | null
  requestId: string
}
