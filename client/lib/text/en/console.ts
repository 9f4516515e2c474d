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
  usersChart: 'New and active users',
  usersChartLead: (days: number) => `By day (UTC), the last ${days} days.`,
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
  forEver: 'For ever',
  forDays: 'For a number of days',
  days: 'Days',
  shorterTitle: 'Keep the audit log for a shorter time?',
  shorterMeans: (days: number, time: string) =>
    `Rows from before ${time} are deleted, and so is every row once it is ${days} days old. Undo changes the setting back, but not the rows.`,
  shorterConfirm: (days: number) => `Keep ${days} ${plural(days, 'day', 'days')}`,
}
