import type { EndChoice } from '../../../lib/form/end-of.ts'

/** The choices of an end, with the one that it has. */
export const endsWith = <Words extends { keepEnd: string; endChoices: object }>(
  words: Words,
  kept: string | null,
) => ({
  ...words,
  endChoices: kept === null ? words.endChoices : { keep: words.keepEnd, ...words.endChoices },
})

/** What is chosen first: that it stays as it is. */
export const firstEnd = (kept: string | null): EndChoice => (kept === null ? 'never' : 'keep')
