import { connections, data, passkeys, security, sessions, twoFactor } from './account.ts'
import { audit } from './audit.ts'
import { components } from './components.ts'
import { consoleDashboard, settings } from './console.ts'
import { enJoining } from './joining.ts'
import { apiKeys } from './keys.ts'
import { limits, lockouts, overrides, policies } from './limits.ts'
import { enOutside } from './outside.ts'
import { permissions } from './permissions.ts'
import { plural } from './plural.ts'
import { mails, service } from './service.ts'
import { clientAddress, usage } from './usage.ts'
import { userActs } from './user-acts.ts'
import { approvals, invitations, user, users } from './users.ts'
import { views } from './views.ts'

/** Every word the pages say, in English. A second language is one more file of the type `Text`. */
export const en = {
  ...enOutside,
  ...enJoining,
  components,
  apiKeys,

  shell: {
    mainNavigation: 'Main',
    account: 'Account',
    console: 'Console',
    overview: 'Overview',
    profile: 'Profile',
    security: 'Security',
    credits: 'Credits',
    api: 'API',
    dashboard: 'Dashboard',
    users: 'Users',
    invitations: 'Invitations',
    approvals: 'Approvals',
    services: 'Service accounts',
    waiting: 'waiting',
    balances: 'Balances',
    orders: 'Orders',
    feedback: 'Feedback',
    new: 'new',
    sendFeedback: 'Send feedback',
    limits: 'Limits',
    audit: 'Audit',
    settings: 'Settings',
    accountMenu: (name: string) => `Account menu of ${name}`,
    signOut: 'Sign out',
    signOutFailed: 'You are still signed in: the service does not answer. Try again in a moment.',
  },

  dashboard: {
    title: 'Overview',
    welcome: (name: string) => `Signed in as ${name}.`,
    verifyTitle: 'Verify your e-mail',
    verify: (email: string) => `Open the link we sent to ${email}. It shows that the address is yours.`,
    verified: 'Your e-mail is verified.',
    safetyTitle: 'Safety',
    safetyLead: 'What guards your account, and where it is open.',
    turnOn: 'Turn it on',
    toSecurity: 'Look at it',
    toSessions: 'See them',
    verifiedEmail: 'Verified',
    unverifiedEmail: 'Not verified',
    session: 'This session',
    sessionEnds: 'ends',
    consoleTitle: 'Console',
    usersTotal: (amount: number) => plural(amount, 'user', 'users'),
    blockedNow: (amount: number) => plural(amount, 'counter blocked now', 'counters blocked now'),
  },

  profile: {
    title: 'Profile',
    detailsTitle: 'Name and picture',
    fieldsTitle: 'About you',
    fieldOfStaff: 'Filled in by staff.',
    picture: {
      hint: 'A PNG, JPEG or WebP: choose one, or drop it here. Without one, your initials stand for you.',
      file: 'Picture',
      choose: 'Choose a picture…',
      change: 'Change picture…',
      unreadable: 'Your browser cannot read this as a picture. Choose a PNG, JPEG or WebP.',
      title: 'Use this picture?',
      means: 'Everybody who sees your name here sees it. Only this small square is kept, not your file.',
      preview: { large: 'Your picture', small: 'Your picture, as lists show it' },
      save: 'Save picture',
      saved: 'Picture saved',
      remove: 'Remove',
      removed: 'Picture removed',
    },
    save: 'Save',
    saved: 'Saved',
    edit: 'Edit profile',
    accountTitle: 'Account',
    memberSince: 'Joined',
    deleteTitle: 'Delete account',
    deleteZone: 'Danger zone',
    deleteLead: 'Ends your access here, on every device. Before it happens you see what it means.',
    delete: 'Delete account…',
    deleteHeading: (name: string) => `Delete the account of ${name}?`,
    deleteMeans: [
      'You are signed out on every device at once.',
      'Your password, passkeys and connected accounts stop working here.',
      'Your e-mail is free again: you can register anew with it, but with an empty account.',
      'For 30 days an admin can restore the account. Then everything that says who you were is erased.',
    ],
    deleteSignInAgain: 'Sign out and in again, then delete the account within ten minutes.',
    deleteConfirm: 'Delete my account',
  },

  permissions,
  users,
  views,
  userActs,
  user,
  invitations,
  approvals,

  limits,
  lockouts,
  overrides,
  policies,
  clientAddress,
  usage,

  security,
  twoFactor,
  passkeys,
  sessions,
  connections,
  data,
  consoleDashboard,
  audit,
  settings,
  service,
  mails,
}
export type Text = typeof en
