import { Button, Menu } from '@mantine/core'
import { IconBookmark, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import type { SavedView } from '#shared/views.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { parseSearch, stringifySearch } from '../../lib/navigation/search-params.ts'
import { part } from '../../lib/part/part.ts'
import { text } from '../../lib/text/text.ts'
import { toast } from '../notice/toast.tsx'
import { lazyDialog } from '../part/lazy-dialog.tsx'
import classes from './filter-bar.module.css'
import type { ViewAct } from './view-dialogs.tsx'

const words = text.views
const ViewDialog = lazyDialog(
  part(() => import('./view-dialogs.tsx')),
  'ViewDialog',
)

type Params = Record<string, unknown>

interface Props<Search extends Params> {
  /** Which list it is, as views are kept by it. */
  list: string
  /** What the address says of the list, and what else a view keeps. `view` is the one that was opened. */
  search: Search & { view?: string }
  /** Reads an address, as the list's route does. */
  validate: (search: Params) => Search
  onOpen: (search: Search & { view: string | undefined }) => void
}

// How far the list was opened is no part of a view.
const queryOf = (search: Params) => stringifySearch({ ...search, view: undefined, page: undefined }).slice(1)

function useViews<Search extends Params>({ list, search, validate, onOpen }: Props<Search>) {
  const queries = trpc.useUtils()
  const { data: views = [] } = trpc.views.list.useQuery({ list })
  const query = queryOf(search)
  const current = views.find(({ id }) => id === search.view)
  return {
    views,
    query,
    current,
    changed: current !== undefined && queryOf(validate(parseSearch(current.query))) !== query,
    open: (view: SavedView) => onOpen({ ...validate(parseSearch(view.query)), view: view.id }),
    saveChanges: async (view: SavedView) => {
      await queries.client.views.update.mutate({ id: view.id, query })
      await queries.views.invalidate()
      toast(words.saved(view.name))
    },
  }
}
type Views = ReturnType<typeof useViews>

/** The reader's views of a list: they are opened, made of what is shown, changed and deleted here. */
export function ViewMenu<Search extends Params>(props: Props<Search>) {
  const { list, search, onOpen } = props
  const state = useViews(props)
  const [act, setAct] = useState<ViewAct | null>(null)
  const { current } = state
  return (
    <>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>
          <Button
            variant="default"
            className={classes.views}
            classNames={{ label: classes.viewName }}
            title={current?.name}
            data-set={current ? true : undefined}
            aria-label={current ? words.menuOf(current.name) : undefined}
            leftSection={<IconBookmark size={16} stroke={1.75} aria-hidden="true" />}
          >
            {current?.name ?? words.menu}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Choices {...state} />
          <Menu.Divider />
          <Menu.Item onClick={() => setAct({ kind: 'save', list, query: state.query })}>
            {words.save}
          </Menu.Item>
          {current ? <Own {...state} view={current} onAct={setAct} /> : null}
        </Menu.Dropdown>
      </Menu>
      {act ? (
        <ViewDialog
          act={act}
          onClose={() => setAct(null)}
          onSaved={state.open}
          onRemoved={() => onOpen({ ...search, view: undefined })}
        />
      ) : null}
    </>
  )
}

function Choices({ views, current, open }: Pick<Views, 'views' | 'current' | 'open'>) {
  if (views.length === 0) return <Menu.Label>{words.none}</Menu.Label>
  return views.map((view) => (
    <Menu.Item
      key={view.id}
      aria-current={view === current || undefined}
      rightSection={view === current ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : null}
      onClick={() => open(view)}
    >
      {view.name}
    </Menu.Item>
  ))
}

interface OwnProps extends Pick<Views, 'changed' | 'saveChanges'> {
  view: SavedView
  onAct: (act: ViewAct) => void
}

// What can be done with the view that is open.
function Own({ view, changed, saveChanges, onAct }: OwnProps) {
  return (
    <>
      {changed ? (
        <Menu.Item onClick={() => saveChanges(view)}>{words.saveChanges(view.name)}</Menu.Item>
      ) : null}
      <Menu.Item onClick={() => onAct({ kind: 'rename', view })}>{words.rename}</Menu.Item>
      <Menu.Item data-danger onClick={() => onAct({ kind: 'remove', view })}>
        {words.remove}
      </Menu.Item>
    </>
  )
}
