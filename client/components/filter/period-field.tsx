import { periodBetween, periodDays, readPeriod } from '../../lib/navigation/period-param.ts'
import { timeText } from '../../lib/text/format.ts'
import { text } from '../../lib/text/text.ts'
import { FilterDates } from './filter-dates.tsx'
import { FilterSelect } from './filter-select.tsx'
import { NamedFilter } from './more-filters.tsx'

const words = text.components.period
const between = 'between'

interface Props {
  label: string
  /** As the address says it. */
  value: string | undefined
  /** Whether it may never have happened. */
  mayBeNever?: boolean
  onChange: (value: string | undefined) => void
}

/** When something was: in the last days, between two of them, or never. */
export function PeriodField({ label, value, mayBeNever = false, onChange }: Props) {
  const { days, never, ...dates } = readPeriod(value) ?? {}
  const isBetween = value !== undefined && days === undefined && !never
  return (
    <NamedFilter name={label}>
      <FilterSelect
        label={label}
        any={words.any}
        options={[
          ...periodDays.map((each) => ({ value: each, label: words.last(Number(each)) })),
          ...(mayBeNever ? [{ value: 'never', label: words.never }] : []),
          { value: between, label: words.between },
        ]}
        value={isBetween ? between : value}
        onChange={(chosen) => onChange(chosen === between ? periodBetween({}) : chosen)}
      />
      {isBetween ? (
        <FilterDates
          {...{ from: dates.from, to: dates.to }}
          onChange={(next) => onChange(periodBetween(next))}
        />
      ) : null}
    </NamedFilter>
  )
}

/** A period as words. */
export function periodText(value: string): string {
  const { days, never, from = '', to = '' } = readPeriod(value) ?? {}
  if (never) return words.never
  return days === undefined ? words.from(dayText(from), dayText(to)) : words.last(Number(days))
}

// A day of the reader's zone.
const dayText = (day: string) => day && timeText(new Date(`${day}T00:00`), 'day', text.locale)
