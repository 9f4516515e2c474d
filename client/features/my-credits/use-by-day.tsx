import { NativeSelect } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { CreditUsage } from '#shared/credits/credits.ts'
import { TimeChart } from '../../components/chart/time-chart.tsx'
import type { ChartSeries } from '../../components/chart/time-series.ts'
import { shown, typeName } from '../../components/credits/credit-words.ts'
import { QueryFailure } from '../../components/notice/query-failure.tsx'
import { Section } from '../../components/page/page.tsx'
import { trpc } from '../../lib/api/trpc.ts'
import { text as words } from '../../lib/text/credits-text.ts'
import classes from './my-credits.module.css'
import { type MyCreditsSearch, usageDays } from './my-credits-search.ts'

const dayMs = 24 * 60 * 60 * 1000
const series: ChartSeries[] = [{ id: 'spent', label: words.spent, tone: 'first' }]
type Days = NonNullable<MyCreditsSearch['days']>

/** What I spent on each of the last days, and on what. */
export function UseByDay({ days, onDays }: { days: Days; onDays: (days: Days) => void }) {
  const usage = trpc.credits.usage.useQuery({ days: Number(days) }, { placeholderData: (before) => before })
  return (
    <Section
      title={words.usageTitle}
      lead={words.usageLead(Number(days))}
      actions={
        <NativeSelect
          aria-label={words.days}
          rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
          data={usageDays.map((value) => ({ value, label: words.lastDays(Number(value)) }))}
          value={days}
          onChange={({ currentTarget }) => {
            const chosen = usageDays.find((value) => value === currentTarget.value)
            if (chosen) onDays(chosen)
          }}
        />
      }
    >
      {usage.error && !usage.data ? (
        <QueryFailure error={usage.error} onRetry={usage.refetch} />
      ) : (
        <>
          <TimeChart
            label={words.usageTitle}
            series={series}
            points={(usage.data?.days ?? []).map(({ day, spent }) => ({
              at: `${day}T00:00:00.000Z`,
              values: { spent },
            }))}
            stepMs={dayMs}
            loading={usage.isPending}
            empty={words.nothingSpent}
          />
          <Types types={usage.data?.types ?? []} />
        </>
      )}
    </Section>
  )
}

function Types({ types }: Pick<CreditUsage, 'types'>) {
  if (types.length === 0) return null
  return (
    <>
      <h3 className={classes.heading}>{words.forTitle}</h3>
      <ul className={classes.types}>
        {types.map(({ type, calls, credits }) => (
          <li key={type} className={classes.type}>
            <span className={classes.name}>{typeName(type)}</span>
            <span className={classes.muted}>{words.callsOf(shown(calls), calls)}</span>
            <span>{words.some(shown(credits), credits)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
