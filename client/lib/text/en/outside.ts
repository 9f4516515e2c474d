import { brand } from '#product/brand.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { UserStatus } from '#shared/users.ts'
import type { SignOutReason } from '../../api/sign-out-reason.ts'
import { readerLocale } from '../format.ts'
import { failures } from './failures.ts'

type Words<Key extends string> = Record<Key, string>

/** What pages outside say, and what every page does: all that the sign-in page loads of the words. */
export const enOutside = {
  locale: readerLocale('en', navigator.language),
  productName: brand.name,

  common: {
    email: 'E-mail',
    password: 'Password',
    newPassword: 'New password',
    passwordHint: '8 to 128 characters. A sentence is a good one.',
    showPassword: 'Show password',
    name: 'Name',
    role: 'Role',
    status: 'Status',
    retry: 'Retry',
    cancel: 'Cancel',
    close: 'Close',
    clear: 'Clear filters',
    copy: (value: string) => `Copy ${value}`,
    copied: 'Copied',
    loading: 'Loading',
    loadMore: 'Load more',
    shown: (shown: string, total: string) => `${shown} of ${total}`,
    again: (wait: string) => `Again in ${wait}`,
    never: 'Never',
    yes: 'Yes',
    no: 'No',
    colorScheme: 'Colours',
    colorSchemes: { light: 'Light', dark: 'Dark', auto: 'As the system' },
    skipToContent: 'Skip to the content',
    openMenu: 'Open the menu',
    backToSignIn: 'Back to sign-in',
    toOverview: 'Go to your overview',
    roles: {
      user: 'User',
      moderator: 'Moderator',
      admin_ro: 'Admin, reads only',
      admin: 'Admin',
    } satisfies Words<Role>,
    statuses: {
      active: 'Active',
      pending: 'Waiting',
      banned: 'Banned',
      deleted: 'Deleted',
    } satisfies Words<UserStatus>,
  },

  failures,

  login: {
    title: 'Sign in',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    unlock: 'Choose a new password',
    noAccount: 'No account yet?',
    register: 'Register',
    or: 'or',
    ways: {
      passkey: 'Sign in with a passkey',
      google: 'Continue with Google',
      github: 'Continue with GitHub',
    },
    reasons: {
      ended: 'Your session has ended. Sign in again to go on where you were.',
      banned:
        'This account was banned, and you were signed out. If the ban has an end, signing in tells you when.',
      role: 'Your role has changed, so you were signed out. Sign in again to go on with the new one.',
    } satisfies Words<SignOutReason>,
    setupNeeded: 'There is no admin yet. Open the set-up link that the server printed when it started.',
  },
  register: {
    title: 'Register',
    approval: 'An admin looks at each new account before it opens. We mail you when yours is decided.',
    submit: 'Create account',
    haveAccount: 'Have an account?',
    closedTitle: 'Registration is closed',
    closed: 'New accounts are not open right now.',
    inviteTitle: 'By invitation only',
    invite: 'Ask an admin of this service to invite you. The link in their mail opens your account.',
  },
  setup: {
    title: `Set up ${brand.name}`,
    lead: 'You become the first admin. This page works once.',
    submit: 'Create the first admin',
    noToken: 'This page needs the set-up link that the server printed when it started. Open that link.',
    doneTitle: 'Set-up is done',
    done: 'The first admin exists already.',
  },
  verify: {
    title: 'Check your mail',
    sentTo: (email: string) =>
      `If ${email} is new to us, a link is on its way to it. Open it to verify your e-mail.`,
    sent: 'Open the link we sent you to verify your e-mail.',
    failedTitle: 'The link did not work',
    resend: 'Send a new link',
    resent: (email: string) => `A new link is on its way to ${email}.`,
    done: 'Your e-mail is verified',
    doneHere: 'You opened the link in another tab. This one can go on too.',
    outbox: 'This server sends no mail. Its mails are at',
  },
  forgot: {
    title: 'Reset your password',
    lead: 'Tell us your e-mail, and we send you a link to choose a new password.',
    submit: 'Send the link',
    sentTitle: 'Check your mail',
    sent: (email: string) => `If ${email} has an account, a link is on its way to it. It works for one hour.`,
    again: 'Use another e-mail',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'Everywhere you are signed in now, you will be signed out.',
    submit: 'Save password',
    doneTitle: 'Password changed',
    done: 'Sign in with the new one.',
    askAgain: 'Ask for a new link',
    noToken: 'This page needs the link from our mail.',
  },
  unauthorized: {
    title: 'Not for your role',
    lead: 'Your role does not open this page. An admin can change that.',
  },
  notFound: {
    title: 'There is nothing here',
    lead: 'The address may be mistyped, or what was here is gone.',
  },
  errorPage: { title: 'This page could not be shown' },
}
export type OutsideText = typeof enOutside
