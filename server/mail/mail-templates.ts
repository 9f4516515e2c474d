import { greeting, host } from './mail-greeting.ts'
import { type MailContent, renderMail } from './mail-layout.ts'

/** To who gave this address: the link proves that they read its mail. */
export function verificationMail(options: { name: string; url: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Confirm your e-mail address',
    greeting: greeting(options.name),
    sentence: 'Confirm this address to finish setting up your account.',
    button: { label: 'Confirm address', url: options.url },
    reason: `You get this mail because this address was given for an account at ${host(options.appUrl)}. If that was not you, ignore it: the address stays unconfirmed.`,
  })
}

/** To the owner of an account for which a new password was asked. */
export function passwordResetMail(options: { name: string; url: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Choose a new password',
    greeting: greeting(options.name),
    sentence: 'Choose a new password for your account.',
    button: { label: 'Choose a new password', url: options.url },
    reason: `You get this mail because a new password was asked for the account with this address at ${host(options.appUrl)}. If that was not you, ignore it: your password stays as it is.`,
  })
}

/** To a new user, once. */
export function welcomeMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your account is ready',
    greeting: greeting(options.name),
    sentence: 'Your account is ready to use.',
    button: { label: 'Open your dashboard', url: `${options.appUrl}/dashboard` },
    reason: `You get this mail because an account was made with this address at ${host(options.appUrl)}.`,
  })
}

/** To a new user whose account waits for approval, once. */
export function waitingMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your account waits for approval',
    greeting: greeting(options.name),
    sentence:
      'Your account is made, and now somebody has to approve it. Until then you can sign in, but not use it. You get another mail once it is decided.',
    button: { label: 'See where it stands', url: `${options.appUrl}/dashboard` },
    reason: `You get this mail because an account was made with this address at ${host(options.appUrl)}.`,
  })
}

/** To who decides approvals; once an hour at most, however many wait. It names nobody: the name is a stranger's text. */
export function approvalNeededMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'A new account waits for approval',
    greeting: greeting(options.name),
    sentence: 'Somebody has registered and waits for approval. There may be more of them by now.',
    button: { label: 'See who waits', url: `${options.appUrl}/admin/users?status=pending` },
    reason: `You get this mail because you decide about new accounts at ${host(options.appUrl)}; it is sent once an hour at most.`,
  })
}

/** To the owner of an account whose address somebody tried to register again. */
export function existingAccountMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'You already have an account',
    greeting: greeting(options.name),
    sentence: 'This address has an account already, so there is no need to register again.',
    button: { label: 'Sign in', url: `${options.appUrl}/login` },
    otherwise: { label: 'Forgot your password? Choose a new one', url: `${options.appUrl}/forgot-password` },
    reason: `You get this mail because somebody tried to register with this address at ${host(options.appUrl)}. If that was not you, ignore it: nobody got in, and nothing has changed.`,
  })
}

/** To the owner of an account that wrong passwords have locked; once a day at most. */
export function accountLockedMail(options: { name: string; until: Date; appUrl: string }): MailContent {
  const until = toMinute(options.until)
  return renderMail({
    subject: 'Sign-in to your account is locked',
    greeting: greeting(options.name),
    sentence: `Somebody entered a wrong password several times, so nobody can sign in to your account from a new browser until ${until}. Browsers that you signed in with before still work. A new password unlocks it at once.`,
    button: { label: 'Choose a new password', url: `${options.appUrl}/forgot-password` },
    reason: `You get this mail because your account at ${host(options.appUrl)} was locked; it is sent once a day at most. If it was not you who tried: none of these tries found your password, and you need not do anything.`,
  })
}

/** To an invited person; the link lets them set their password. */
export function invitationMail(options: {
  name: string
  url: string
  expiresAt: Date
  appUrl: string
}): MailContent {
  return renderMail({
    subject: 'You are invited',
    greeting: greeting(options.name),
    sentence: `You are invited to ${host(options.appUrl)}. Choose a password and your account is ready. The link works once, until ${toMinute(options.expiresAt)}.`,
    button: { label: 'Accept the invitation', url: options.url },
    reason: `You get this mail because an admin of ${host(options.appUrl)} invited this address. If you do not want an account, ignore it.`,
  })
}

/** To somebody whose account has been approved. */
export function approvedMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your account is approved',
    greeting: greeting(options.name),
    sentence: 'Your account has been approved and is ready to use.',
    button: { label: 'Open your dashboard', url: `${options.appUrl}/dashboard` },
    reason: `You get this mail because an account with this address waited for approval at ${host(options.appUrl)}.`,
  })
}

/** To somebody whose account has not been approved. */
export function refusedMail(options: { name: string; reason: string | null; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Your account was not approved',
    greeting: greeting(options.name),
    sentence: `Your account has not been approved, and has been removed.${options.reason ? ` The reason given: ${options.reason}` : ''}`,
    button: { label: `Open ${host(options.appUrl)}`, url: `${options.appUrl}/` },
    reason: `You get this mail because an account with this address waited for approval at ${host(options.appUrl)}.`,
  })
}

const toMinute = (time: Date) => time.toISOString().replace(/T(.*):.*/, ' $1 UTC')
