import { choiceParam } from '../../lib/navigation/search-params.ts'

export const dashboardRanges = ['day', 'week', 'month'] as const
export type DashboardRange = (typeof dashboardRanges)[number]

/** What the address of the dashboard says: how far back it looks. */
export function validateDashboardSearch(search: Record<string, unknown>) {
  return { range: choiceParam(search, 'range', dashboardRanges) }
}
export type DashboardSearch = Partial<ReturnType<typeof validateDashboardSearch>>
