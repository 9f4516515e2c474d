import { type FeedbackStatus, feedbackStatuses } from '#shared/feedback-statuses.ts'
import { dayBounds, dayParam } from '../../lib/navigation/day-param.ts'
import { choiceParam, textParam } from '../../lib/navigation/search-params.ts'

const ratings = ['1', '2', '3', '4', '5'] as const

/** What the address of the list says: its filters, and which message is open. */
export interface FeedbackSearch {
  search?: string
  status?: FeedbackStatus
  rating?: (typeof ratings)[number]
  user?: string
  from?: string
  to?: string
  message?: string
}

export const validateFeedbackSearch = (search: Record<string, unknown>): FeedbackSearch => ({
  search: textParam(search, 'search'),
  status: choiceParam(search, 'status', feedbackStatuses),
  rating: choiceParam(search, 'rating', ratings),
  user: textParam(search, 'user'),
  from: dayParam(search, 'from'),
  to: dayParam(search, 'to'),
  message: textParam(search, 'message'),
})

/** The same question as the server takes it: both days are included. */
export const toFilter = ({ search, status, rating, user, from, to }: FeedbackSearch) => ({
  search,
  status,
  rating: rating && Number(rating),
  userId: user,
  ...dayBounds({ from, to }),
})

/** Every filter as it is when it is not set. */
export const noFilters = {
  search: undefined,
  status: undefined,
  rating: undefined,
  user: undefined,
  from: undefined,
  to: undefined,
} satisfies FeedbackSearch
