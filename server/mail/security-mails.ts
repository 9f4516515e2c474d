import { greeting, host } from './mail-greeting.ts'
import { type MailContent, renderMail } from './mail-layout.ts'

/** To the address an account has, when its owner wants another one. */
export function emailChangeConfirmationMail(options: {
  name: string
  newEmail: string
  url: string
  appUrl: string
}): MailContent {
  return renderMail({
    subject: 'Allow the change of your e-mail address',
    greeting: greeting(options.name),
    sentence: `Your account is to have the address ${options.newEmail} instead of this one. If you allow it, a second mail goes there. Open the link in the browser that you are signed in with.`,
    button: { label: 'Allow the change', url: options.url },
    reason: `You get this mail because somebody who is signed in to your account at ${host(options.appUrl)} asked for it. If that was not you, change your password: somebody else is signed in. The address stays as it is.`,
  })
}

/** To the new address, which the link proves to be the account owner's. */
export function emailChangeVerificationMail(options: {
  name: string
  url: string
  appUrl: string
}): MailContent {
  return renderMail({
    subject: 'Confirm your new e-mail address',
    greeting: greeting(options.name),
    sentence:
      'Confirm this address to make it that of your account. Open the link in the browser that you are signed in with.',
    button: { label: 'Confirm address', url: options.url },
    reason: `You get this mail because this address was given for an account at ${host(options.appUrl)}. If that was not you, ignore it: the link works for nobody but the owner of the account.`,
  })
}

/** To the address that was an account's until now. */
export function emailChangedMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your e-mail address was changed',
    greeting: greeting(options.name),
    sentence: 'Your account has another e-mail address now. This one is no longer used to sign in.',
    button: { label: 'Open your account', url: `${options.appUrl}/login` },
    reason: `You get this mail because this was the address of an account at ${host(options.appUrl)}. If it was not you who changed it, tell who runs that service.`,
  })
}

/** To the owner of an account that has a new password. */
export function passwordChangedMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your password was changed',
    greeting: greeting(options.name),
    sentence: 'Your account has a new password, and every other session was ended.',
    button: { label: 'Choose another password', url: `${options.appUrl}/forgot-password` },
    reason: `You get this mail because the password of your account at ${host(options.appUrl)} was changed. If that was not you, choose another one now.`,
  })
}

/** To who must set up the second factor anew. */
export function twoFactorResetMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Two-factor sign-in was removed',
    greeting: greeting(options.name),
    sentence:
      'An administrator removed the one-time codes of your account and ended its sessions. Sign in with your password and set them up again.',
    button: { label: 'Sign in', url: `${options.appUrl}/login` },
    reason: `You get this mail because two-factor sign-in of your account at ${host(options.appUrl)} was reset. If you did not ask for it, tell who runs that service.`,
  })
}

/** To the owner of an account where wrong codes came after the right password; once a day at most. */
export function codesLockedMail(options: { name: string; until: Date; appUrl: string }): MailContent {
  const until = options.until.toISOString().replace(/T(.*):.*/, ' $1 UTC')
  return renderMail({
    subject: 'Somebody may know your password',
    greeting: greeting(options.name),
    sentence: `Somebody entered your right password and then several wrong codes, so no code is accepted until ${until}. If that was not you, choose a new password now: they did not get in, but they know the old one.`,
    button: { label: 'Choose a new password', url: `${options.appUrl}/forgot-password` },
    reason: `You get this mail because the second factor protected your account at ${host(options.appUrl)}; it is sent once a day at most.`,
  })
}
