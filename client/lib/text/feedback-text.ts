import { enFeedback, type FeedbackText } from './en/pages/feedback.ts'

/** The words of feedback: what needs them loads them, so that the first page of the console does not. */
export const text: FeedbackText = enFeedback
