/** What feedback may be: not looked at yet, being worked on, answered, or nothing to answer. Pages load it without zod. */
export const feedbackStatuses = ['new', 'open', 'done', 'spam'] as const
export type FeedbackStatus = (typeof feedbackStatuses)[number]

/** Feedback as the console shows it. */
export interface Feedback {
  id: string
  /** Null: the sender was erased, and with them what they wrote. */
  content: string | null
  rating: number | null
  /** The path of the page that it came from. */
  page: string | null
  status: FeedbackStatus
  note: string | null
  /** Who sent it, the address as the reader may see it; null once they were erased. */
  user: { id: string; name: string; email: string } | null
  /** Who set its state or note last; null while nobody did, and once they were erased. */
  decidedBy: { id: string; name: string } | null
  /** ISO. */
  createdAt: string
  updatedAt: string
}
