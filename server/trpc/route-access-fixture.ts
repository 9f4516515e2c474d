import { guards } from '#product/guards.ts'
import { restOperations } from '#server/http/rest/rest-operations.ts'
import { routeOf } from '#server/http/rest/rest-routes.ts'
import { appRouter } from './app-router.ts'
import type { Declared } from './declared-access.ts'

/** Every path of Better Auth: who may call it, or why nobody can. */
export const endpointAccess: Record<string, Declared | `nobody: ${string}`> = {
  'POST /sign-up/email': ['everybody', 'not-impersonating'],
  'POST /sign-in/email': ['everybody', 'not-impersonating'],
  'POST /sign-in/social': ['everybody', 'not-impersonating'],
  'POST /change-email': ['signed-in', 'fresh', 'not-impersonating'],
  'POST /change-password': ['signed-in', 'not-impersonating'],
  'POST /link-social': ['signed-in', 'fresh', 'not-impersonating'],
  'GET /list-accounts': ['signed-in', 'not-impersonating'],
  'POST /unlink-account': ['signed-in', 'fresh', 'not-impersonating'],
  'POST /two-factor/enable': ['signed-in', 'not-impersonating'],
  'POST /two-factor/disable': ['signed-in', 'not-impersonating'],
  'POST /two-factor/generate-backup-codes': ['signed-in', 'not-impersonating'],
  // Or halfway through signing in, which the cookie of that shows.
  'POST /two-factor/verify-totp': ['signed-in', 'not-impersonating'],
  'POST /two-factor/verify-backup-code': ['signed-in', 'not-impersonating'],
  'GET /passkey/generate-register-options': ['signed-in', 'fresh', 'not-impersonating'],
  'POST /passkey/verify-registration': ['signed-in', 'fresh', 'not-impersonating'],
  'GET /passkey/generate-authenticate-options': ['everybody'],
  'POST /passkey/verify-authentication': ['everybody'],
  'GET /passkey/list-user-passkeys': ['signed-in', 'not-impersonating'],
  'POST /passkey/update-passkey': ['signed-in', 'not-impersonating'],
  'POST /passkey/delete-passkey': ['signed-in', 'fresh', 'not-impersonating'],
  'POST /two-factor/get-totp-uri': 'nobody: it shows the secret of the codes again',
  'POST /two-factor/send-otp': 'nobody: codes by mail are no second factor beside a reset by mail',
  'POST /two-factor/verify-otp': 'nobody: codes by mail are no second factor beside a reset by mail',
  'GET /callback/:id': ['everybody'],
  'POST /sign-out': ['everybody'],
  'GET /get-session': ['everybody'],
  'GET /verify-email': ['everybody'],
  'POST /send-verification-email': ['everybody'],
  'POST /request-password-reset': ['everybody'],
  'GET /reset-password/:token': ['everybody'],
  'POST /reset-password': ['everybody'],
  'POST /verify-password': 'nobody: it tests a password',
  'POST /update-session': 'nobody: sessions have nothing of the caller to update',
  'POST /update-user': 'nobody: users.updateMe checks the input',
  'POST /delete-user': 'nobody: users.deleteMe deletes softly',
  'GET /delete-user/callback': 'nobody: users.deleteMe deletes softly',
  'GET /list-sessions': 'nobody: it answers with raw tokens',
  'POST /revoke-session': 'nobody: it takes a raw token',
  'POST /revoke-sessions': 'nobody: it takes a raw token',
  'POST /revoke-other-sessions': 'nobody: it takes a raw token',
  'POST /refresh-token': "nobody: it answers with a provider's tokens",
  'POST /get-access-token': "nobody: it answers with a provider's tokens",
  'GET /account-info': "nobody: it answers with a provider's data",
  'POST /get-session': 'nobody: it is for deferred refreshes only',
  'POST /callback/:id': 'nobody: no provider of ours posts its answer',
  'GET /open-api/generate-schema': 'nobody: /api/openapi.json has it for those who may see it',
  'GET /reference': 'nobody: it loads a script from another origin',
  'GET /ok': 'nobody: /health/live says more',
  'GET /error': 'nobody: errors lead to our own pages',
}

const wrong = 'wrong-horse-battery'
const credential = { id: 'none', rawId: 'none', type: 'public-key', clientExtensionResults: {} }

/**
 * Bodies that endpoints take, so that what stands behind the look at the body is met. `email` is the caller's own, or
 * that of somebody who is there.
 */
export const endpointBodies = ({ email, password }: { email: string; password: string }) =>
  ({
    'POST /sign-up/email': { email: `new.${email}`, name: 'New', password },
    'POST /sign-in/email': { email, password },
    'POST /sign-in/social': { provider: 'google' },
    'POST /send-verification-email': { email },
    'POST /request-password-reset': { email, redirectTo: '/reset-password' },
    'POST /reset-password': { newPassword: password, token: 'none' },
    // A wrong one throughout: what a right one changes would be missing afterwards.
    'POST /change-password': { currentPassword: wrong, newPassword: 'another-long-battery' },
    'POST /change-email': { newEmail: `other.${email}` },
    'POST /link-social': { provider: 'google' },
    'POST /unlink-account': { accountId: 'none' },
    'POST /two-factor/enable': { password: wrong },
    'POST /two-factor/disable': { password: wrong },
    'POST /two-factor/generate-backup-codes': { password: wrong },
    'POST /two-factor/verify-totp': { code: '000000' },
    'POST /two-factor/verify-backup-code': { code: 'aaaaa-bbbbb' },
    'POST /passkey/verify-registration': {
      response: { ...credential, response: { clientDataJSON: 'e30', attestationObject: 'e30' } },
    },
    'POST /passkey/verify-authentication': {
      response: {
        ...credential,
        response: { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' },
      },
    },
    'POST /passkey/update-passkey': { id: 'none', name: 'Key' },
    'POST /passkey/delete-passkey': { id: 'none' },
  }) as Record<string, object>

/** Every other route of the server: who gets more of it than a redirect or "not found". */
export const routeAccess: Record<string, string> = {
  '/': 'everybody: leads to the dashboard or to sign-in',
  '/health/live': 'everybody',
  '/health/ready': 'everybody',
  '/.well-known/jwks.json': 'everybody',
  '/webhooks/stripe': 'whoever signs as Stripe does, where orders can be paid',
  '/api/openapi.json': 'signed-in, and keys',
  '/api/docs': 'signed-in',
  '/api/docs/*': 'signed-in',
  '/api/auth/docs': 'everybody: leads to /api/docs',
  '/api/auth/docs.json': 'everybody: leads to /api/openapi.json',
  '/api/auth/*': 'as endpointAccess says',
  '/api/auth/update-user': 'as users.updateMe and users.setMyPicture',
  '/api/auth/delete-user': 'as users.deleteMe',
  '/api/auth/list-sessions': 'as sessions.mine',
  '/api/auth/revoke-session': 'as sessions.end',
  '/api/auth/revoke-sessions': 'as sessions.end and sessions.endOthers',
  '/api/auth/revoke-other-sessions': 'as sessions.endOthers',
  '/api/pictures/:hash': 'signed-in',
  '/trpc/:path': 'as procedureAccess says',
  ...Object.fromEntries(
    restOperations(appRouter).map(({ path, procedure }) => [routeOf(path), `as ${procedure} and its like`]),
  ),
  '/api': 'nobody',
  '/api/*': 'nobody',
  '/dev/mail': 'users.manage with a fresh session, and programs on this machine',
  '/dev/mail/:id': 'users.manage with a fresh session, and programs on this machine',
  '/dev/mail/:id/html': 'users.manage with a fresh session, and programs on this machine',
  ...Object.fromEntries(
    Object.entries(guards.pages).flatMap(([page, access]) => [
      [page, access],
      [`${page}/*`, access],
    ]),
  ),
  '/dashboard': 'signed-in',
  '/dashboard/*': 'signed-in',
  '/account': 'signed-in',
  '/account/*': 'signed-in',
  '/admin': 'console.open',
  '/admin/*': 'console.open',
  '/setup': 'everybody',
  '/login': 'everybody',
  '/register': 'everybody',
  '/reset-password': 'everybody',
  '/accept-invitation': 'everybody',
  '/verify-email': 'everybody',
  '/forgot-password': 'everybody',
  '/unauthorized': 'signed-in',
}
