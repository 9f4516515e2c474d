import { Figure, Figures } from '../../../components/detail/figures.tsx'
import { count } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { blockedShare, type PolicyTally, type Tally } from './overview-data.ts'

const words = text.limits

interface Props {
  all: Tally
  /** The policy that blocked most. */
  most: PolicyTally | undefined
  loading: boolean
}

/** The sums of the time that is shown. */
export function OverviewFigures({ all, most, loading }: Props) {
  const shown = (value: string) => (loading ? undefined : value)
  return (
    <Figures busy={loading}>
      <Figure name={words.passedCalls} value={shown(count(all.passed, text.locale))} />
      <Figure name={words.blockedCalls} value={shown(count(all.blocked, text.locale))} />
      <Figure name={words.blockedShare} value={shown(blockedShare(all, text.locale))} />
      <Figure
        name={words.mostBlockedPolicy}
        value={shown(most && most.blocked > 0 ? most.policy : words.none)}
      />
    </Figures>
  )
}
