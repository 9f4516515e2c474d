import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { ViewMenu } from '../../../components/filter/view-menu.tsx'
import { Page } from '../../../components/page/page.tsx'
import { useListAddress } from '../../../lib/table/use-list-address.ts'
import { totalCount } from '../../../lib/text/format.ts'
import { text } from '../../../lib/text/text.ts'
import { LazyUserActDialog } from '../acts/lazy-user-act-dialog.ts'
import type { ChosenAct } from '../acts/user-act-dialog.tsx'
import { ConfirmActor } from '../confirm-actor.tsx'
import { UsersExport } from '../export/users-export.tsx'
import { InviteButtons } from '../invitations/invite-buttons.tsx'
import { noFields, useMe } from '../use-me.ts'
import { type UsersSearch, validateUsersSearch } from '../users-search.ts'
import { ColumnMenu } from './column-menu.tsx'
import { hiddenText, useColumnChoice } from './use-column-choice.ts'
import { type UsersList, useUsersList } from './use-users-list.ts'
import { hiddenWithFields, wordsWithFields } from './user-row.tsx'
import { UsersBulkBar } from './users-bulk-bar.tsx'
import { UsersFilters } from './users-filters.tsx'
import { usersFilterWords } from './users-query.ts'
import { UsersTable } from './users-table.tsx'

const words = text.users
const route = getRouteApi('/signed-in/admin/users')

/** Everybody: searched, filtered and sorted by the address of the page. */
export function UsersPage() {
  return (
    <ConfirmActor>
      <Users />
    </ConfirmActor>
  )
}

function Users() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { me, may, personFields } = useMe()
  const masked = !may('users.readEmail')
  // What they hold is kept from who may not read e-mails.
  const fields = masked ? noFields : personFields
  const columns = useMemo(() => wordsWithFields(fields), [fields])
  const [chosen, setChosen] = useState<ChosenAct | null>(null)
  const list = useUsersList(search)
  const { users, input } = list
  const { total } = users
  const { change, find } = useListInAddress(list, search)
  const columnChoice = useColumnChoice({
    list: 'users',
    columns,
    hiddenAtFirst: hiddenWithFields(fields),
    inAddress: search.hidden,
    onAddress: (hidden) => change({ hidden }, true),
  })
  const moderates = may('users.moderate')
  const acts = useMemo(() => (me && moderates ? { actor: me, onAct: setChosen } : null), [me, moderates])
  const filters = usersFilterWords(search)
  const filterBar = (
    <UsersFilters
      {...{ search, masked }}
      onChange={change}
      onSearch={find}
      end={
        <>
          <ViewMenu<UsersSearch>
            list="users"
            search={{ ...search, hidden: hiddenText(columnChoice.hidden) }}
            validate={validateUsersSearch}
            onOpen={(view) => navigate({ search: view })}
          />
          <ColumnMenu choice={columnChoice} />
          {may('export') ? <UsersExport input={input} filters={filters} /> : null}
        </>
      }
    />
  )
  return (
    <Page
      title={words.title}
      meta={
        total === undefined ? null : words.total(totalCount(total, users.totalCapped, text.locale), total)
      }
      actions={may('users.manage') ? <InviteButtons /> : null}
    >
      {may('users.manage') ? <UsersBulkBar list={list} filters={filterBar} /> : filterBar}
      <UsersTable
        {...{ list, filters, acts, masked, fields }}
        hidden={columnChoice.hidden}
        selectable={may('users.manage')}
        onChange={change}
        onOpen={(id) => navigate({ to: '/admin/users/$id', params: { id }, search })}
      />
      {chosen ? <LazyUserActDialog chosen={chosen} onClose={() => setChosen(null)} /> : null}
    </Page>
  )
}

// What the reader changes goes into the address of the page, and so does how far the list was opened.
function useListInAddress({ users, askAhead }: UsersList, search: UsersSearch) {
  const navigate = route.useNavigate()
  const { change } = useListAddress<UsersSearch>(users, search, navigate)
  // The question leaves first: while it is answered the page is drawn for it.
  const find = useCallback(
    (value: string, sameStep: boolean) => {
      const part = { search: value || undefined }
      askAhead({ ...search, ...part })
      setTimeout(() => change(part, sameStep))
    },
    [askAhead, change, search],
  )
  return { change, find }
}
