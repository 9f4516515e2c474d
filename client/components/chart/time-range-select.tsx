import { NativeSelect } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { keysOf } from '../../lib/navigation/search-params.ts'
import { text } from '../../lib/text/text.ts'
import { type TimeRange, timeRanges } from './time-series.ts'

const words = text.components.chart

interface Props {
  value: TimeRange
  onChange: (value: TimeRange) => void
  /** Those that the record behind the chart reaches back to; all of them unless said. */
  ranges?: readonly TimeRange[]
}

/** How far back a chart goes. */
export function TimeRangeSelect({ value, onChange, ranges = keysOf(timeRanges) }: Props) {
  return (
    <NativeSelect
      aria-label={words.range}
      rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
      data={ranges.map((range) => ({ value: range, label: words.ranges[range] }))}
      value={value}
      onChange={(event) => {
        const chosen = ranges.find((range) => range === event.currentTarget.value)
        if (chosen) onChange(chosen)
      }}
    />
  )
}
