import type { SettingWords } from '#shared/product/define-words.ts'
import type { SignUpMode } from '#shared/settings.ts'
import { plural } from './plural.ts'

type Words<Key extends string> = Record<Key, string>

/** The console's first page. */
export const consoleDashboard = {
  title: 'Dashboard',
  users: 'Users',
  newUsers: (range: string) => `New ${range}`,
  newToday: 'New today (UTC)',
  waiting: 'Waiting for approval',
  lockedNow: 'Locked out now',
  passed: (range: string) => `Passed ${range}`,
  blocked: (range: string) => `Blocked ${range}`,
  inRange: { day: 'in 24 hours', week: 'in 7 days', month: 'in 30 days' },
  checklist: {
    title: 'To finish the set-up',
    lead: 'Four things that most services want. Each can wait, or be left out.',
    states: { open: 'To do', done: 'Done' },
    skip: 'Leave out',
    items: {
      mail: 'Send mails',
      signUp: 'Say who may register',
      invite: 'Invite somebody',
      secondFactor: 'Turn on your second factor',
    },
    hints: {
      mail: 'Until SMTP_URL is set, mails stay in the outbox and nobody proves an address.',
      signUp: 'Everybody may, as it is.',
      invite: 'A second admin can help when you have lost your way in.',
      secondFactor: 'A stolen password alone then opens nothing.',
    },
    acts: {
      mail: 'Look at mails',
      signUp: 'Choose',
      invite: 'Go to users',
      secondFactor: 'Turn it on',
    },
  },
  compared: {
    more: (number: string) => `${number} more than before`,
    fewer: (number: string) => `${number} fewer than before`,
    same: 'as many as before',
  },
  before: {
    day: 'Before: the 24 hours before these',
    week: 'Before: the 7 days before these',
    month: 'Before: the 30 days before these',
  },
  yesterday: 'Before: yesterday',
  usersChart: 'New and active users',
  usersChartLead: (days: number) => `By day (UTC), the last ${plural(days, 'day', `${days} days`)}.`,
  created: 'New',
  active: 'Active',
  noUsers: 'Nobody came in this time.',
  callsChart: 'Calls',
  callsChartLead: (range: string) => `Of all limits, ${range}.`,
  callsKept: 'Of all limits, the last 7 days: no more are kept.',
  noCalls: 'No calls in this time.',
  recent: 'Recent admin actions',
  allAudit: 'All of the audit log',
  noRecent: 'Nothing yet. What admins change shows here.',
}

/** The settings that an admin changes at run time. */
export const settings = {
  title: 'Settings',
  readOnly: 'Your role reads settings. An admin can change them.',
  /** Words of settings that are the product's, by their key. */
  ofProduct: {} as Readonly<Record<string, SettingWords<string>>>,
  save: 'Save',
  saved: 'Saved',
  unchanged: 'Nobody has changed it: this is the default.',
  changedBy: (name: string) => `Changed by ${name},`,
  changedByGone: 'Changed by somebody who is gone,',
  signUpTitle: 'Who may register',
  signUpLead: 'Holds from now on, on every server. Who has an account keeps it.',
  signUp: {
    open: 'Everybody',
    approval: 'Everybody, after approval',
    invite: 'Only who is invited',
    closed: 'Nobody',
  } satisfies Words<SignUpMode>,
  signUpHints: {
    open: 'A new account works as soon as it is made.',
    approval: 'A new account waits until somebody approves it.',
    invite: 'The register page asks for an invitation.',
    closed: 'The register page says that registration is closed.',
  } satisfies Words<SignUpMode>,
  retentionTitle: 'How long the audit log is kept',
  retentionLead: 'Rows that are older are deleted, a few at a time. The rest can still be verified.',
  zoneTitle: 'Where months of credits begin',
  zoneLead: 'At midnight there. A change counts for each owner once the month that runs is over.',
  zone: 'Time zone',
  forEver: 'For ever',
  forDays: 'For a number of days',
  days: 'Days',
  shorterTitle: 'Keep the audit log for a shorter time?',
  shorterMeans: (days: number, time: string) =>
    `Rows from before ${time} are deleted, and so is every row once it is ${days} ${plural(days, 'day', 'days')} old. Undo changes the setting back, but not the rows.`,
  shorterConfirm: (days: number) => `Keep ${days} ${plural(days, 'day', 'days')}`,
}
