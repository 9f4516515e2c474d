import { greeting } from './mail-greeting.ts'
import { type MailContent, type MailWords, renderMail } from './mail-layout.ts'

/** What sends the mail. */
interface Site {
  /** The origin that its links lead to. */
  appUrl: string
  host: string
}

interface Link {
  url: string
}

interface Key {
  /** Its name. */
  key: string
}

interface Order {
  order: { id: string; number: number }
}

interface Lock {
  until: Date
}

type Words = Omit<MailWords, 'greeting'>

// What somebody called their key, as a name and not as words of ours.
const quoted = (name: string) => `“${name}”`
const toMinute = (time: Date) => time.toISOString().replace(/T(.*):.*/, ' $1 UTC')

/** Every mail that is sent, by its kind: what it says, and what it must be told for that besides the name. */
const mails = {
  /** To the person who gave this address: the link proves that they read its mail. */
  verification: ({ host }, { url }: Link) => ({
    subject: 'Confirm your e-mail address',
    sentence: 'Confirm this address to finish setting up your account.',
    button: { label: 'Confirm address', url },
    reason: `You get this mail because this address was given for an account at ${host}. If that was not you, ignore it: the address stays unconfirmed.`,
  }),
  /** To the owner of an account whose address somebody tried to register again. */
  'existing-account': ({ appUrl, host }) => ({
    subject: 'You already have an account',
    sentence: 'This address has an account already, so there is no need to register again.',
    button: { label: 'Sign in', url: `${appUrl}/login` },
    otherwise: { label: 'Forgot your password? Choose a new one', url: `${appUrl}/forgot-password` },
    reason: `You get this mail because somebody tried to register with this address at ${host}. If that was not you, ignore it: nobody got in, and nothing has changed.`,
  }),
  /** To a new user, once. */
  welcome: ({ appUrl, host }) => ({
    subject: 'Your account is ready',
    sentence: 'Your account is ready to use.',
    button: { label: 'Open your dashboard', url: `${appUrl}/dashboard` },
    reason: `You get this mail because an account was made with this address at ${host}.`,
  }),
  /** To a new user whose account waits for approval, once. */
  waiting: ({ appUrl, host }) => ({
    subject: 'Your account waits for approval',
    sentence:
      'Your account is made, and now somebody has to approve it. Until then you can sign in, but not use it. You get another mail once it is decided.',
    button: { label: 'See where it stands', url: `${appUrl}/dashboard` },
    reason: `You get this mail because an account was made with this address at ${host}.`,
  }),
  /** To those who decide approvals; once an hour at most, however many wait. It names nobody: the name is a stranger's text. */
  'approval-needed': ({ appUrl, host }) => ({
    subject: 'A new account waits for approval',
    sentence: 'Somebody has registered and waits for approval. There may be more of them by now.',
    button: { label: 'See who waits', url: `${appUrl}/admin/users?status=pending` },
    reason: `You get this mail because you decide about new accounts at ${host}; it is sent once an hour at most.`,
  }),
  /** To somebody whose account has been approved. */
  approved: ({ appUrl, host }) => ({
    subject: 'Your account is approved',
    sentence: 'Your account has been approved and is ready to use.',
    button: { label: 'Open your dashboard', url: `${appUrl}/dashboard` },
    reason: `You get this mail because an account with this address waited for approval at ${host}.`,
  }),
  /** To somebody whose account has not been approved. */
  refused: ({ appUrl, host }, given: { reason: string | null }) => ({
    subject: 'Your account was not approved',
    sentence: `Your account has not been approved, and has been removed.${given.reason ? ` The reason given: ${given.reason}` : ''}`,
    button: { label: `Open ${host}`, url: `${appUrl}/` },
    reason: `You get this mail because an account with this address waited for approval at ${host}.`,
  }),
  /** To an invited person; the link lets them set their password. */
  invitation: ({ appUrl, host }, { token, expiresAt }: { token: string; expiresAt: Date }) => ({
    subject: 'You are invited',
    sentence: `You are invited to ${host}. Choose a password and your account is ready. The link works once, until ${toMinute(expiresAt)}.`,
    button: { label: 'Accept the invitation', url: `${appUrl}/accept-invitation?token=${token}` },
    reason: `You get this mail because an admin of ${host} invited this address. If you do not want an account, ignore it.`,
  }),
  /** To the owner of an account for which a new password was asked. */
  'password-reset': ({ host }, { url }: Link) => ({
    subject: 'Choose a new password',
    sentence: 'Choose a new password for your account.',
    button: { label: 'Choose a new password', url },
    reason: `You get this mail because a new password was asked for the account with this address at ${host}. If that was not you, ignore it: your password stays as it is.`,
  }),
  /** To the owner of an account that has a new password. */
  'password-changed': ({ appUrl, host }) => ({
    subject: 'Your password was changed',
    sentence: 'Your account has a new password, and every other session was ended.',
    button: { label: 'Choose another password', url: `${appUrl}/forgot-password` },
    reason: `You get this mail because the password of your account at ${host} was changed. If that was not you, choose another one now.`,
  }),
  /** To the owner of an account that wrong passwords have locked; once a day at most. */
  'account-locked': ({ appUrl, host }, { until }: Lock) => ({
    subject: 'Sign-in to your account is locked',
    sentence: `Somebody entered a wrong password several times, so nobody can sign in to your account from a new browser until ${toMinute(until)}. Browsers that you signed in with before still work. A new password unlocks it at once.`,
    button: { label: 'Choose a new password', url: `${appUrl}/forgot-password` },
    reason: `You get this mail because your account at ${host} was locked; it is sent once a day at most. If it was not you who tried: none of these tries found your password, and you need not do anything.`,
  }),
  /** To the owner of an account where wrong codes came after the right password; once a day at most. */
  'codes-locked': ({ appUrl, host }, { until }: Lock) => ({
    subject: 'Somebody may know your password',
    sentence: `Somebody entered your right password and then several wrong codes, so no code is accepted until ${toMinute(until)}. If that was not you, choose a new password now: they did not get in, but they know the old one.`,
    button: { label: 'Choose a new password', url: `${appUrl}/forgot-password` },
    reason: `You get this mail because the second factor protected your account at ${host}; it is sent once a day at most.`,
  }),
  /** To a user who must set up the second factor anew, since an admin removed it. */
  'two-factor-reset': ({ appUrl, host }) => ({
    subject: 'Two-factor sign-in was removed',
    sentence:
      'An administrator removed the one-time codes of your account and ended its sessions. Sign in with your password and set them up again.',
    button: { label: 'Sign in', url: `${appUrl}/login` },
    reason: `You get this mail because two-factor sign-in of your account at ${host} was reset. If you did not ask for it, tell who runs that service.`,
  }),
  /** To the address an account has, when its owner wants another one. */
  'email-change-confirmation': ({ host }, { newEmail, url }: Link & { newEmail: string }) => ({
    subject: 'Allow the change of your e-mail address',
    sentence: `Your account is to have the address ${newEmail} instead of this one. If you allow it, a second mail goes there. Open the link in the browser that you are signed in with.`,
    button: { label: 'Allow the change', url },
    reason: `You get this mail because somebody who is signed in to your account at ${host} asked for it. If that was not you, change your password: somebody else is signed in. The address stays as it is.`,
  }),
  /** To the new address, which the link proves to be the account owner's. */
  'email-change-verification': ({ host }, { url }: Link) => ({
    subject: 'Confirm your new e-mail address',
    sentence:
      'Confirm this address to make it that of your account. Open the link in the browser that you are signed in with.',
    button: { label: 'Confirm address', url },
    reason: `You get this mail because this address was given for an account at ${host}. If that was not you, ignore it: the link works for nobody but the owner of the account.`,
  }),
  /** To the address that was an account's until now. */
  'email-changed': ({ appUrl, host }) => ({
    subject: 'Your e-mail address was changed',
    sentence: 'Your account has another e-mail address now. This one is no longer used to sign in.',
    button: { label: 'Open your account', url: `${appUrl}/login` },
    reason: `You get this mail because this was the address of an account at ${host}. If it was not you who changed it, tell who runs that service.`,
  }),
  /** To the address that an admin gave an account; with a link when it has to be proved that the owner reads its mail. */
  'email-set': ({ appUrl, host }, { url }: { url: string | null }) => ({
    subject: 'This is the e-mail address of your account now',
    sentence: `An admin of ${host} made this address that of your account: from now on you sign in with it.${url ? ' Confirm first that it is yours.' : ''}`,
    button: url ? { label: 'Confirm address', url } : { label: 'Sign in', url: `${appUrl}/login` },
    reason: `You get this mail because this address was given to an account at ${host}. If you have no account there, ignore it.`,
  }),
  /** To the owner of a new key. */
  'key-created': ({ appUrl, host }, { key, until }: Key & { until: Date }) => ({
    subject: 'A key to your account was made',
    sentence: `There is a new key to your account, ${quoted(key)}. Until ${toMinute(until)}, whoever has it can do with your account what it was made for.`,
    button: { label: 'See your keys', url: `${appUrl}/account/security` },
    reason: `You get this mail because a key was made for your account at ${host}. If that was not you, revoke it and change your password: somebody else is signed in.`,
  }),
  /** To the owner of a key that has been replaced. */
  'key-rotated': ({ appUrl, host }, { key, until }: Key & { until: Date }) => ({
    subject: 'A key to your account was replaced',
    sentence: `The key ${quoted(key)} was replaced by a new one, which works until ${toMinute(until)}. The old one ends within an hour.`,
    button: { label: 'See your keys', url: `${appUrl}/account/security` },
    reason: `You get this mail because a key to your account at ${host} was replaced. If that was not you, revoke it and change your password: somebody else is signed in.`,
  }),
  /** To the owner of a key that works no more. */
  'key-revoked': ({ appUrl, host }, { key, reported }: Key & { reported: boolean }) => ({
    subject: 'A key to your account was revoked',
    sentence: `The key ${quoted(key)} was revoked${reported ? ' by somebody who has found it, so others may have it too' : ''}. Programs that use it are refused from now on.`,
    button: { label: 'See your keys', url: `${appUrl}/account/security` },
    reason: `You get this mail because a key to your account at ${host} was revoked.`,
  }),
  /** To those who manage service accounts, when somebody has found a key of one. */
  'service-key-reported': ({ appUrl, host }, { account, key }: Key & { account: string }) => ({
    subject: 'A key of a service account was found and revoked',
    sentence: `The key ${quoted(key)} of the service account ${quoted(account)} was revoked by somebody who has found it, so others may have it too. Programs that use it are refused from now on.`,
    button: { label: 'See the service accounts', url: `${appUrl}/admin/service-accounts` },
    reason: `You get this mail because you manage the service accounts at ${host}.`,
  }),
  /** To somebody whose payment arrived. */
  receipt: (
    { appUrl, host },
    { order, title, credits, amount }: Order & { title: string; credits: number; amount: string },
  ) => ({
    subject: `Your order ${order.number} is paid`,
    sentence: `Thank you: ${amount} for ${title} has arrived, and ${credits} credits are yours.`,
    button: { label: 'See your order', url: `${appUrl}/account/orders/${order.id}` },
    reason: `You get this mail because something was bought with your account at ${host}.`,
  }),
  /** To somebody who gets money back. */
  refund: ({ appUrl, host }, { order, amount }: Order & { amount: string }) => ({
    subject: `Money for your order ${order.number} is on its way back`,
    sentence: `${amount} of your order ${order.number} was given back. It takes some days until it arrives. The credits that belong to it were taken back as far as they were not used.`,
    button: { label: 'See your order', url: `${appUrl}/account/orders/${order.id}` },
    reason: `You get this mail because something was bought with your account at ${host}.`,
  }),
  /** To the address of the setting, once an hour at most, however much comes; without what was written. */
  feedback: ({ appUrl, host }) => ({
    subject: 'New feedback has come',
    sentence: 'Somebody has sent feedback. There may be more of it by now.',
    button: { label: 'Read it', url: `${appUrl}/admin/feedback?status=new` },
    reason: `You get this mail because the settings of ${host} name this address for feedback; it is sent once an hour at most.`,
  }),
  /** To the admin who tries out whether mails arrive. */
  test: ({ appUrl, host }) => ({
    subject: 'Mails arrive',
    sentence: 'This is the test you asked for: mails reach you.',
    button: { label: 'Back to the settings', url: `${appUrl}/admin/settings` },
    reason: `You get this mail because you sent yourself a test at ${host}.`,
  }),
} satisfies Record<string, (site: Site, input: never) => Words>

export type MailKind = keyof typeof mails

/** What a mail of each kind is told. */
export type MailInputs = {
  [Kind in MailKind]: (typeof mails)[Kind] extends (site: Site, input: infer Input) => Words ? Input : never
}

const mailOf: { [Kind in MailKind]: (site: Site, input: MailInputs[Kind]) => Words } = mails

/** The mail of this kind to the person of this name. Throws when its button leads elsewhere than to `appUrl`. */
export function composeMail<Kind extends MailKind>(
  kind: Kind,
  input: MailInputs[Kind] & { name: string },
  appUrl: string,
): MailContent {
  const words = mailOf[kind]({ appUrl, host: new URL(appUrl).host }, input)
  refuseForeignLink(words.button.url, appUrl)
  return renderMail({ ...words, greeting: greeting(input.name) })
}

// A link made from a forged Host header would hand the token in it to a stranger's server.
function refuseForeignLink(url: string, appUrl: string): void {
  if (URL.canParse(url) && new URL(url).origin === new URL(appUrl).origin) return
  throw new Error(`A link in a mail must lead to ${appUrl}.`)
}
