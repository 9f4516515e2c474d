import { getRouteApi } from '@tanstack/react-router'
import { type ExplainLimitInput, explainLimitInput } from '#shared/limits/limit-events.ts'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { Section } from '../../../components/page/page.tsx'
import { Skeleton } from '../../../components/page/skeleton.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text as words } from '../../../lib/text/explain-text.ts'
import { LimitsPage } from '../limits-page.tsx'
import { ExplainAnswer } from './explain-answer.tsx'
import { ExplainForm } from './explain-form.tsx'
import { fromQuestion, toQuestion } from './explain-question.ts'

const route = getRouteApi('/signed-in/admin/limits/explain')

/** Whether a call would pass right now, and what it must get past. The address holds the question. */
export function ExplainPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = trpc.useUtils()
  const question = toQuestion(search)
  const asked = explainLimitInput.safeParse(fromQuestion(question))
  const ask = async (input: ExplainLimitInput) => {
    // The same question again is a new one: the answer is of this moment.
    await queries.limits.explain.invalidate(input)
    await navigate({ search: input })
  }
  return (
    <LimitsPage tab="explain">
      <Section title={words.title} lead={words.lead}>
        <ExplainForm key={JSON.stringify(search)} question={question} onAsk={ask} />
      </Section>
      {asked.success ? <Answer input={asked.data} /> : null}
    </LimitsPage>
  )
}

function Answer({ input }: { input: ExplainLimitInput }) {
  const answer = trpc.limits.explain.useQuery(input, {
    staleTime: 0,
    gcTime: 0,
    // When a limit has room again the answer is another one.
    refetchInterval: ({ state }) => state.data?.retryAfterMs || false,
  })
  if (answer.data) return <ExplainAnswer answer={answer.data} askedAt={answer.dataUpdatedAt} />
  if (answer.isError) return <QueryFailure error={answer.error} onRetry={answer.refetch} />
  return (
    <div aria-busy="true">
      <Skeleton width="100%" height={240} />
    </div>
  )
}
