import { createContext, useContext } from 'react'

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

interface Answer<Data> {
  data: Data | null
  error: { status: number; [key: string]: unknown } | null
}

// Better Auth's client answers refusals by value; ours throws them, as a tRPC call does.
async function unwrap<Data>(call: Promise<Answer<Data>>): Promise<Data | null> {
  const { data, error } = await call
  if (error) throw new AuthRefusal(error.status, error)
  return data
}

export type OAuthProvider = 'google' | 'github'

// Loaded with the first touch of a form: no page needs it to show.
const loadClient = () =>
  import('better-auth/client').then(({ createAuthClient }) =>
    createAuthClient({ basePath: '/api/auth', fetchOptions: { retry: 0 } }),
  )
type Client = Awaited<ReturnType<typeof loadClient>>

/** Sign-up, sign-in and what belongs to them, against Better Auth on our own origin. */
export function createAuth() {
  let client: Promise<Client> | null = null
  const prepare = () => {
    client ??= loadClient().catch((error) => {
      client = null
      throw error
    })
    return client
  }
  const call = async <Data,>(run: (client: Client) => Promise<Answer<Data>>) => unwrap(run(await prepare()))
  return {
    /** Loads what the calls need, ahead of the first one. */
    prepare: () => {
      prepare().catch(() => null)
    },
    signUp: (input: { name: string; email: string; password: string }) =>
      call((auth) => auth.signUp.email({ ...input, callbackURL: '/dashboard' })),
    signIn: (input: { email: string; password: string }) => call((auth) => auth.signIn.email(input)),
    /** Leaves for the provider; it comes back to `next`, or to the sign-in page with `?error=`. */
    signInWith: (provider: OAuthProvider, next: string) =>
      call((auth) => auth.signIn.social({ provider, callbackURL: next, errorCallbackURL: '/login' })),
    signOut: () => call((auth) => auth.signOut()),
    sendVerification: (email: string) =>
      call((auth) => auth.sendVerificationEmail({ email, callbackURL: '/dashboard' })),
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
