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
  promo: 'The bound is by a promotion.',
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
    means: 'What it includes holds at once. Its credits come with the next month.',
    confirm: 'Set the plan',
    plan: 'Plan',
    done: (name: string) => `${name} has another plan`,
    ...ends,
    ...reason,
  },
}
