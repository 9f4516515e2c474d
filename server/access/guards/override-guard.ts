import type { ExplainedCounter } from '#shared/limits/limit-events.ts'
import { type Guard, passes, refuses } from '../guard.ts'

/** An operator's rule that blocks, exempts or gives another limit: decided along with the limits. */
export const overrideGuard: Guard = {
  step: 'override',
  appliesTo: () => true,
  notApplicable: '',
  explain(_, { counters }) {
    const found = counters.filter(({ override }) => override)
    const blocked = found.find(({ override }) => override?.effect === 'blocked')
    if (blocked) return refuses(`An override blocks ${blocked.id}.`)
    if (found.length === 0) return { outcome: 'not-applicable', message: 'No override is in force.' }
    return passes(`By override ${found.map(describe).join(', ')}.`)
  },
}

const describe = ({ id, override, limit }: ExplainedCounter) =>
  override?.effect === 'exempt' ? `${id} is exempt` : `${id} has the limit ${limit}`
