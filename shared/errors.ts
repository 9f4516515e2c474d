/** What can go wrong, as the client may branch on it. The status is the HTTP status of a single call. */
export const errorStatus = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
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
  | { kind: 'permission'; permission: string }
  | { kind: 'rank' }
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
  /** What was to be taken back has been changed since: the fields that differ. */
  | { kind: 'changed-since'; fields: string[] }

/** Messages by input path (`name`, `filter.role`), for the fields of a form. */
export type FieldErrors = Record<string, string[]>

/** What `error.data` holds besides tRPC's own `code`, `httpStatus` and `path`. */
export interface ErrorData {
  reason: ErrorReason | null
  fieldErrors: FieldErrors | null
  requestId: string
}
