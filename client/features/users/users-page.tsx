import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { getQueryKey } from '@trpc/react-query'
import { useCallback } from 'react'
import { hasPermission } from '#shared/roles.ts'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-select.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { QueryFailure } from '../../components/query-failure.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { count } from '../../lib/format.ts'
import { keysOf } from '../../lib/search.ts'
import { text } from '../../lib/text.ts'
import { trpc } from '../../lib/trpc.ts'
import { usePages } from '../../lib/use-pages.ts'
import { UserCard, userColumns } from './user-row.tsx'
import { sortWords, type UsersSearch } from './users-search.ts'

const words = text.users
const route = getRouteApi('/signed-in/admin/users')
const roleOptions = keysOf(text.common.roles).map((value) => ({ value, label: text.common.roles[value] }))
const statusOptions = keysOf(text.common.statuses).map((value) => ({
  value,
  label: text.common.statuses[value],
}))

/** Everybody: searched, filtered and sorted by the address of the page. */
export function UsersPage() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const queries = trpc.useUtils()
  const { data: me } = trpc.users.me.useQuery()
  const { role, status, sort = 'createdAt', direction = sort === 'createdAt' ? 'desc' : 'asc' } = search
  const input = { search: search.search, role, status, sort, direction, limit: 50 }
  const users = usePages({
    queryKey: getQueryKey(trpc.users.list, input, 'any'),
    load: (cursor) => queries.client.users.list.query({ ...input, cursor }),
  })
  const { rows, total } = users

  const change = useCallback(
    (part: UsersSearch) =>
      navigate({ to: '/admin/users', search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  )
  const onSearch = useCallback((value: string) => change({ search: value || undefined }), [change])
  const filtered = Boolean(search.search || role || status)
  const masked = me !== undefined && !hasPermission(me.user.role, 'users.readEmail')

  return (
    <Page
      title={words.title}
      meta={total === undefined ? null : words.total(count(total, text.locale), total)}
    >
      <FilterBar>
        <SearchField
          label={masked ? words.searchMasked : words.search}
          value={search.search ?? ''}
          onChange={onSearch}
        />
        <FilterSelect
          label={text.common.role}
          any={words.anyRole}
          options={roleOptions}
          value={role}
          onChange={(value) => change({ role: value })}
        />
        <FilterSelect
          label={text.common.status}
          any={words.anyStatus}
          options={statusOptions}
          value={status}
          onChange={(value) => change({ status: value })}
        />
      </FilterBar>
      {users.error ? (
        <QueryFailure error={users.error} onRetry={users.refresh} />
      ) : total === 0 ? (
        <EmptyState
          title={filtered ? words.noMatchTitle : words.emptyTitle}
          onClear={
            filtered ? () => change({ search: undefined, role: undefined, status: undefined }) : undefined
          }
        >
          {filtered ? describeFilters(search) : words.empty}
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption={words.title}
            columns={userColumns}
            minor={['verified', 'id']}
            rows={rows}
            rowId={(user) => user.id}
            renderCard={(user) => <UserCard user={user} />}
            onOpen={(user) => navigate({ to: '/admin/users/$id', params: { id: user.id } })}
            loadingRows={total === undefined ? 12 : 0}
            sorting={{
              column: sort,
              direction,
              columns: sortColumns,
              onSort: (column) => change(nextSort({ column, sort, direction })),
            }}
          />
          {total === undefined ? null : (
            <LoadMore
              shown={rows.length}
              total={total}
              hasMore={users.hasMore}
              pending={users.loadingMore}
              onMore={users.loadMore}
            />
          )}
        </>
      )}
    </Page>
  )
}

const sortColumns = Object.fromEntries(
  keysOf(sortWords).map((column) => [column, words.sortBy(sortWords[column].toLowerCase())]),
)

function nextSort(options: { column: string; sort: string; direction: 'asc' | 'desc' }): UsersSearch {
  const sort = keysOf(sortWords).find((key) => key === options.column)
  const first = sort === 'createdAt' ? 'desc' : 'asc'
  if (sort !== options.sort) return { sort, direction: first }
  return { sort, direction: options.direction === 'asc' ? 'desc' : 'asc' }
}

function describeFilters({ search, role, status }: UsersSearch): string {
  const parts = [
    search && `“${search}”`,
    role && `${text.common.role}: ${text.common.roles[role]}`,
    status && `${text.common.status}: ${text.common.statuses[status]}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
