/** What is paid for each month: on one's own page of credits, and on a user's page in the console. */
export const subscriptions = {
  title: 'Plan',
  lead: 'A plan brings its credits anew each month. It can be changed and cancelled at any time.',
  leadClosed: 'What you have at the moment.',
  test: 'Payments are in test mode: no money moves.',
  yours: 'Your plan',
  monthly: (credits: string) => `${credits} a month`,
  price: (price: string) => `${price} a month`,
  until: (day: string) => `Until ${day}`,
  renews: (day: string) => `Renews on ${day}`,
  ends: (day: string) => `Ends on ${day}`,
  begins: (day: string) => `Begins on ${day}`,

  subscribe: 'Subscribe',
  subscribeTo: (plan: string) => `Subscribe to ${plan}`,
  manage: 'Manage payment',
  confirmingTitle: 'Your subscription is being confirmed',
  confirming:
    'This page changes by itself as soon as it is. The plan and its credits are yours from then on.',
  confirmed: (plan: string) => `${plan} is yours now`,
  unpaidTitle: (plan: string) => `${plan} is not paid yet`,
  unpaid: 'Nothing was charged. Subscribe again to go on, or choose another plan.',
  pastDueTitle: 'The last payment failed',
  pastDue: (plan: string) =>
    `You keep ${plan} while it is tried again in the next days. Check your card, or pay the open invoice.`,
  endingTitle: (plan: string, day: string) => `${plan} ends on ${day}`,
  ending: 'Nothing more is charged. To keep the plan, renew it under Manage payment before that day.',

  changeTo: (plan: string) => `Change to ${plan}`,
  changeTitle: (plan: string) => `Change to ${plan}?`,
  dearer: ({ plan, difference, credits, day }: Record<'plan' | 'difference' | 'credits' | 'day', string>) =>
    `${plan} begins at once. The difference for the month that ends on ${day}, ${difference}, is charged now, and that month has ${credits} in all.`,
  cheaper: ({ plan, day, before, price }: { plan: string; day: string; before: string; price: string }) =>
    `${plan} begins on ${day}, when the month ends that is paid for. You keep ${before} until then. Nothing is charged now, and ${price} a month from that day on.`,
  changed: (plan: string) => `${plan} is yours now`,
  changes: (plan: string, day: string) => `${plan} begins on ${day}`,
  keep: (plan: string) => `Keep ${plan}`,
  kept: (plan: string) => `You keep ${plan}`,

  /** In the console. */
  subscription: 'Subscription',
  adminLead: 'It decides the plan while it runs.',
  monthPrice: 'Price a month',
  nextPlan: 'Next plan',
  since: 'Since',
  renewsAt: 'Renews',
  endsAt: 'Ends',
  endedAt: 'Ended',
  checked: 'Last checked',
  payment: 'Payment',
  atStripe: 'Open at Stripe',
  atStripeTest: 'Open at Stripe, in test mode',
  log: 'Audit log',
  history: 'All that happened to it',
}
