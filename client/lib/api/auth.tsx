import { createContext, useContext } from 'react'
import type { GivenDetails } from '#shared/person-details.ts'
import { part } from '../part/part.ts'
import { orRenew } from '../part/renew-page.ts'
import { loadOnce } from './load-once.ts'

/** What Better Auth, or our guard in front of it, answered instead of doing it. */
export class AuthRefusal extends Error {
  readonly status: number
  readonly body: Record<string, unknown>

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.message === 'string' ? body.message : `Refused with ${status}.`)
    this.name = 'AuthRefusal'
    this.status = status
    this.body = body
  }
}

export interface Answer<Data> {
  data: Data | null
  error: { status: number; [key: string]: unknown } | null
}

/** Better Auth's client answers refusals by value; ours throws them, as a tRPC call does. */
export async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data | null> {
  const { data, error } = await call
  if (error) throw new AuthRefusal(error.status, error)
  return data
}

export type OAuthProvider = 'google' | 'github'

// Loaded with the first touch of a form: no page needs it to show.
const loadClient = part(() => import('./auth-client.ts').then(({ createClient }) => createClient()))
type Client = Awaited<ReturnType<typeof loadClient>>

/** A code of a second factor; the device that is trusted is not asked for one again for 30 days. */
export interface SecondFactor {
  code: string
  trustDevice: boolean
}

// The page says then that it is done.
const afterVerifying = '/dashboard?verified=yes'

/** Sign-up, sign-in and what belongs to them, against Better Auth on our own origin. */
export function createAuth() {
  const { load } = loadOnce(loadClient)
  const call = async <Data,>(run: (client: Client) => Promise<Answer<Data>>) =>
    unwrap(run(await orRenew(load)))
  return {
    /** Loads what the calls need, ahead of the first one. */
    prepare: () => {
      // Before anything is typed: a page that a release has replaced is loaded anew now.
      orRenew(load).catch(() => null)
    },
    signUp: (input: { name: string; email: string; password: string; details?: GivenDetails }) =>
      call((auth) => auth.signUp.email({ ...input, callbackURL: afterVerifying })),
    /** With `needsCode` the sign-in is not done: `verifyCode` or `verifyRecoveryCode` does it. */
    signIn: async (input: { email: string; password: string }): Promise<{ needsCode: boolean }> => {
      const answer = await call((auth) => auth.signIn.email(input))
      return { needsCode: answer !== null && 'twoFactorRedirect' in answer }
    },
    verifyCode: (input: SecondFactor) => call((auth) => auth.twoFactor.verifyTotp(input)),
    verifyRecoveryCode: (input: SecondFactor) => call((auth) => auth.twoFactor.verifyBackupCode(input)),
    /** Lets the browser ask for one of the passkeys it knows. */
    signInWithPasskey: () => call((auth) => auth.signIn.passkey()),
    /** Leaves for the provider; it comes back to `next`, or to the sign-in page with `?error=`. */
    signInWith: (provider: OAuthProvider, next: string) =>
      call((auth) => auth.signIn.social({ provider, callbackURL: next, errorCallbackURL: '/login' })),
    signOut: () => call((auth) => auth.signOut()),
    sendVerification: (email: string) =>
      call((auth) => auth.sendVerificationEmail({ email, callbackURL: afterVerifying })),
    requestPasswordReset: (email: string) =>
      call((auth) => auth.requestPasswordReset({ email, redirectTo: '/reset-password' })),
    resetPassword: (input: { token: string; newPassword: string }) =>
      call((auth) => auth.resetPassword(input)),
  }
}
export type Auth = ReturnType<typeof createAuth>

const AuthContext = createContext<Auth | null>(null)
export const AuthProvider = AuthContext.Provider

/** The auth client of this page. */
export function useAuth(): Auth {
  const auth = useContext(AuthContext)
  if (!auth) throw new Error('useAuth needs an AuthProvider above it.')
  return auth
}
