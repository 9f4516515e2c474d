import { plural } from './plural.ts'

/** What is done to users: the words of the menu, of the question, and of what is said afterwards. */
export const userActs = {
  notYou: 'You cannot do this to yourself.',
  rank: 'Needs a higher role than yours.',
  onlyUsers: 'Nobody acts as somebody who may open the console.',

  edit: {
    item: 'Edit…',
    title: (name: string) => `Edit ${name}`,
    confirm: 'Save',
    done: (name: string) => `${name} is saved`,
    image: 'Picture address',
    imageHint: 'An address that begins with https://. Leave it empty for the initials.',
  },
  setRole: {
    item: 'Set role…',
    title: (name: string) => `Set the role of ${name}`,
    means: 'They are signed out everywhere, and sign in again with the new role.',
    confirm: 'Set role',
    done: (name: string) => `${name} has a new role`,
  },
  ban: {
    item: 'Ban…',
    title: (name: string) => `Ban ${name}?`,
    means: 'They are signed out everywhere at once, and cannot sign in until the ban ends.',
    lead: 'Signs them out everywhere and keeps them out until the ban ends.',
    confirm: 'Ban',
    done: (name: string) => `${name} is banned`,
    reason: 'Reason',
    reasonHint: 'Kept in the audit log, and seen by everybody who may open the console.',
    ends: 'For how long',
    until: 'Until',
    endChoices: { day: '1 day', week: '7 days', month: '30 days', never: 'For good', at: 'Until a time…' },
  },
  unban: {
    item: 'Lift the ban…',
    title: (name: string) => `Lift the ban of ${name}?`,
    means: 'They can sign in again at once.',
    confirm: 'Lift the ban',
    done: (name: string) => `${name} can sign in again`,
  },
  approve: {
    item: 'Approve…',
    title: (name: string) => `Let ${name} in?`,
    means: 'They can use their account at once, and get a mail that says so.',
    confirm: 'Approve',
    done: (name: string) => `${name} is in`,
  },
  refuse: {
    item: 'Refuse…',
    title: (name: string) => `Refuse ${name}?`,
    means: 'The account is deleted, and they get a mail with the reason. It can be restored for 30 days.',
    confirm: 'Refuse',
    done: (name: string) => `${name} is refused`,
    reason: 'Reason (optional)',
  },
  endSessions: {
    item: 'End all sessions…',
    title: (name: string) => `End all sessions of ${name}?`,
    means: 'They are signed out on every device at once, and can sign in again.',
    confirm: 'End all sessions',
    done: (name: string) => `${name} is signed out everywhere`,
  },
  impersonate: {
    item: 'Act as this user…',
    title: (name: string) => `Act as ${name}?`,
    means: 'You see and do what they can, for an hour at most. It is recorded, and they can see it.',
    confirm: 'Act as them',
    reason: 'Why (optional)',
  },
  resetTwoFactor: {
    item: 'Reset two-factor…',
    title: (name: string) => `Reset two-factor sign-in of ${name}?`,
    means:
      'For who has lost their device. Codes stop working, every session ends, and they are told by mail. Make sure that it is them who asks.',
    confirm: 'Reset two-factor',
    done: (name: string) => `Two-factor sign-in of ${name} is off`,
    passkeys: 'Remove their passkeys too',
    nothing: 'There is no second factor to reset.',
  },
  remove: {
    item: 'Delete…',
    title: (name: string) => `Delete ${name}?`,
    means:
      'They are signed out everywhere, and their e-mail is free again. You can restore them for 30 days.',
    lead: 'Signs them out and frees their e-mail. Can be restored for 30 days.',
    confirm: 'Delete',
    done: (name: string) => `${name} is deleted`,
  },
  restore: {
    item: 'Restore…',
    title: (name: string) => `Restore ${name}?`,
    means: 'E-mail, role and ways to sign in come back; their sessions stay ended.',
    lead: 'E-mail, role and ways to sign in come back, unless the e-mail was taken since.',
    confirm: 'Restore',
    done: (name: string) => `${name} is restored`,
  },
  purge: {
    item: 'Erase for good…',
    title: (name: string) => `Erase ${name} for good?`,
    means:
      'Everything about them is gone, in the audit log too: what was done stays there, who they were does not. Nobody can take this back.',
    lead: 'Removes everything about them, in the audit log too. Nobody can take this back.',
    confirm: 'Erase for good',
    done: (name: string) => `${name} is erased`,
  },
  bulk: {
    people: (shown: string, amount: number) => `${shown} ${plural(amount, 'user', 'users')}`,
    these: (names: string) => `This touches ${names}.`,
    andMore: (names: string, amount: number) => `${names} and ${amount} ${plural(amount, 'other', 'others')}`,
  },
}
