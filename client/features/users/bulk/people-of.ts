import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'

/** So many users, as words. */
export const peopleOf = (amount: number) => text.userActs.bulk.people(count(amount, text.locale), amount)
