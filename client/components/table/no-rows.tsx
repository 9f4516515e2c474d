import { EmptyState } from '../page/empty-state.tsx'

/** The filters that are set, as words; null when none is. `status: undefined` is one that is not. */
export function describeFilters(filters: Record<string, string | undefined>): string | null {
  const set = Object.entries(filters).filter(([, value]) => value)
  return set.length === 0 ? null : set.map(([name, value]) => `${name}: ${value}`).join(' · ')
}

/** In place of a list without rows: nothing yet, or nothing that matches the filters, which it names. */
export function NoRows(props: {
  filters: string | null
  emptyTitle: string
  empty: string
  noMatchTitle: string
  onClear: () => void
}) {
  if (props.filters === null) return <EmptyState title={props.emptyTitle}>{props.empty}</EmptyState>
  return (
    <EmptyState title={props.noMatchTitle} onClear={props.onClear}>
      {props.filters}
    </EmptyState>
  )
}
