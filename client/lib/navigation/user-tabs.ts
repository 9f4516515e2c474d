/** The parts of a user's page that are ours, as its address names them. */
export const userTabs = ['overview', 'security', 'sessions', 'limits', 'credits', 'activity', 'raw'] as const
export type UserTab = (typeof userTabs)[number]

/** Whether the part is ours; else it is the product's. */
export const isOwnTab = (tab: string): tab is UserTab => userTabs.some((each) => each === tab)
