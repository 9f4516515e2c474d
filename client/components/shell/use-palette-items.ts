import { IconUser } from '@tabler/icons-react'
import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { hasPermission, type Role } from '#shared/roles/roles.ts'
import { trpc } from '../../lib/api/trpc.ts'
import { text } from '../../lib/text/text.ts'
import { type Command, type CommandSource, findCommands } from './commands.ts'
import { commonCommands } from './general-commands.ts'
import { usePlaces } from './navigation-places.ts'

const words = text.components.palette
const quietMs = 150

export interface PaletteGroup {
  title: string
  items: (Command & { second?: string })[]
}

/** What the palette offers for what was typed, by group; only what the role may do. */
export function usePaletteItems(options: { role: Role; typed: string; loadCommands: CommandSource }): {
  groups: PaletteGroup[]
  searching: boolean
} {
  const { role, typed, loadCommands } = options
  const people = usePeople(role, typed)
  const commands = [...commonCommands, ...useCommands(loadCommands)].filter(
    ({ permission }) => permission === null || hasPermission(role, permission),
  )
  const groups = [
    { title: words.pages, items: findCommands(usePages(role), typed) },
    { title: words.people, items: people.items },
    { title: words.actions, items: findCommands(commands, typed) },
  ]
  return { groups: groups.filter(({ items }) => items.length > 0), searching: people.searching }
}

const usePages = (role: Role): Command[] =>
  usePlaces(role).flatMap(({ title, places }) =>
    places.map(({ to, label, Icon }) => ({
      id: to,
      label,
      keywords: title,
      Icon,
      permission: null,
      run: ({ navigate }) => navigate({ to }),
    })),
  )

function useCommands(load: CommandSource): readonly Command[] {
  const [commands, setCommands] = useState<readonly Command[]>([])
  useEffect(() => {
    // Without them the palette works all the same.
    load().then(
      (module) => setCommands(module.commands),
      () => {},
    )
  }, [load])
  return commands
}

function usePeople(role: Role, typed: string) {
  const [search, setSearch] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), quietMs)
    return () => clearTimeout(timer)
  }, [typed])
  const enabled = hasPermission(role, 'users.list') && search.length >= 2 && typed.trim() !== ''
  const found = trpc.users.list.useQuery({ search, limit: 5 }, { enabled, placeholderData: keepPreviousData })
  const users = enabled ? (found.data?.items ?? []) : []
  return {
    searching: enabled && found.isFetching,
    items: users.map(({ id, name, email }) => ({
      id: `user-${id}`,
      label: name,
      second: email,
      Icon: IconUser,
      permission: null,
      run: ({ navigate }: Parameters<Command['run']>[0]) =>
        navigate({ to: '/admin/users/$id', params: { id } }),
    })),
  }
}
