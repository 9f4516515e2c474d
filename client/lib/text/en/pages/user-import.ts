import { plural } from '../plural.ts'

const invitationsOf = (shown: string, amount: number) =>
  `${shown} ${plural(amount, 'invitation', 'invitations')}`

/** Several people who are invited at once. */
export const userImport = {
  open: 'Invite several…',
  openFromOne: 'Invite several at once, or from a CSV file',
  title: 'Invite several people',
  lead: 'Each gets a mail with a link of their own. Nothing is sent before you press the button.',
  people: 'Addresses',
  peopleHint: 'One a line or with commas, “Ada <ada@example.com>” too. Or rows of name, e-mail, role.',
  choose: 'Choose a CSV file…',
  defaultRole: 'Role, where none is given',
  confirm: (shown: string, amount: number) => `Send ${invitationsOf(shown, amount)}`,
  confirmNone: 'Send the invitations',
  nobody: 'Nobody here can be invited yet.',
  tooMany: (shown: string, amount: number) =>
    `At most ${shown} ${plural(amount, 'person', 'people')} at once.`,
  tooLarge: (size: string) => `At most ${size} kB at once.`,
  noText: 'This file is no text. Save the sheet as CSV first.',
  unread: 'The file could not be read.',

  preview: 'Who will be invited',
  ready: (shown: string) => `${shown} ready`,
  wrong: (shown: string) => `${shown} with a problem: not sent`,
  row: (shown: string) => `Row ${shown}`,
  noAddress: 'No address',
  problems: {
    quote: 'A quotation mark is not closed.',
    columns: 'More than name, e-mail, role. A first line may name the columns.',
    role: (given: string) => `“${given}” is no role.`,
    rank: 'A role above your own.',
    duplicate: (row: number) => `Stands in row ${row} already.`,
  },

  running: (shown: string, amount: number) => `Sending ${invitationsOf(shown, amount)}`,
  ended: (shown: string, amount: number) => `Sent: ${invitationsOf(shown, amount)}`,
  sent: 'Sent',
  isUser: 'Has an account already.',
  isInvited: 'Is invited already. Send the invitation again from the list.',
  columns: ['row', 'email', 'result', 'reason'],
}
