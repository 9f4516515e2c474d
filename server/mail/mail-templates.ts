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
  const until = options.until.toISOString().replace(/T(.*):.*/, ' $1 UTC')
  return renderMail({
    subject: 'Sign-in to your account is locked',
    greeting: greeting(options.name),
    sentence: `Somebody entered a wrong password several times, so nobody can sign in to your account from a new browser until ${until}. Browsers that you signed in with before still work. A new password unlocks it at once.`,
    button: { label: 'Choose a new password', url: `${options.appUrl}/forgot-password` },
    reason: `You get this mail because your account at ${host(options.appUrl)} was locked; it is sent once a day at most. If it was not you who tried: none of these tries found your password, and you need not do anything.`,
  })
}

const host = (appUrl: string) => new URL(appUrl).host

// Anybody may register a stranger's address under a "name" of their choosing. What a mail client would
// turn into a link, and what is no name by its length, is left out, so that our mails carry no one's message.
const linkLike = /[@/\\:]|\S\.\S|www\./i
const longestGreetedName = 60

function greeting(name: string): string {
  const line = name
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
  return line === '' || line.length > longestGreetedName || linkLike.test(line) ? 'Hello,' : `Hello ${line},`
}
