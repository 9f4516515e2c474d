const ends = {
  ends: 'Ends',
  until: 'At',
  keepEnd: 'As before',
  endChoices: {
    never: 'Never',
    month: 'In 30 days',
    quarter: 'In 90 days',
    year: 'In a year',
    at: 'At a time…',
  },
}
const reason = { reason: 'Reason', reasonHint: 'Kept in the audit log.' }

/** What an admin sees and does about a user's credits. */
export const userCredits = {
  title: 'Credits',
  planTitle: 'Plan',
  planLead: 'What it includes where nothing else is set.',
  planEnds: 'Free again',
  keys: { 'credits.monthly': 'Credits a month', 'credits.quota': 'May spend a month' } as Readonly<
    Record<string, string>
  >,
  setBy: (name: string) => `Set by ${name}`,
  setByGone: 'Set by somebody who is gone',
  promo: 'By a promotion.',
  fromPlan: 'As the plan says.',
  noBound: 'No bound',

  grant: {
    item: 'Give credits…',
    title: (name: string) => `Give ${name} credits`,
    confirm: 'Give',
    credits: 'Credits',
    done: (shown: string, name: string) => `${name} has ${shown} more`,
    ...ends,
    ...reason,
  },
  adjust: {
    item: 'Correct…',
    title: (name: string) => `Correct the credits of ${name}`,
    means: (available: string) =>
      `For what went wrong. ${available} are available; what running calls hold cannot be taken.`,
    confirm: 'Correct',
    direction: 'What to do',
    directions: { take: 'Take away', add: 'Add' },
    credits: 'Credits',
    done: (name: string) => `The credits of ${name} are corrected`,
    ...reason,
  },
  quota: {
    item: 'Set the bound…',
    title: (name: string) => `What ${name} may spend in a month`,
    means: 'Holds at once, for the month that runs as well. What was spent already counts.',
    confirm: 'Set the bound',
    bound: 'Bound',
    bounds: { number: 'So many credits', none: 'No bound', plan: 'As the plan says' },
    quota: 'Credits a month',
    done: (name: string) => `${name} has another bound`,
    ...ends,
    ...reason,
  },
  plan: {
    item: 'Set the plan…',
    title: (name: string) => `Set the plan of ${name}`,
    means:
      'What it includes holds at once. More credits a month: the difference comes now. Fewer: from the next month on.',
    confirm: 'Set the plan',
    plan: 'Plan',
    done: (name: string) => `${name} has another plan`,
    ...ends,
    ...reason,
  },
  entitlement: {
    title: 'Entitlements',
    lead: 'What holds now. What an admin set goes before a promotion, and that before the plan.',
    set: 'Set…',
    remove: 'Remove…',
    setTitle: (what: string, name: string) => `${what}: set it for ${name}`,
    means: (inPlan: string) => `Holds whatever the plan says, which is: ${inPlan}.`,
    confirm: 'Set it',
    choice: 'What holds',
    choices: { value: 'A value', none: 'No bound' },
    value: 'Value',
    done: (what: string, name: string) => `${what} is set for ${name}`,
    removeTitle: (what: string, name: string) => `${what}: let the plan of ${name} decide?`,
    removeMeans: (inPlan: string) => `What was set is removed at once. The plan says: ${inPlan}.`,
    removeConfirm: 'Remove what was set',
    removed: (what: string, name: string) => `${what} is no longer set for ${name}`,
    ...ends,
    ...reason,
  },
}
