import type { Icon } from '@tabler/icons-react'
import type { UseNavigateResult } from '@tanstack/react-router'
import type { Permission } from '#shared/roles/roles.ts'

/** What a command can do with the application. */
export interface CommandTools {
  navigate: UseNavigateResult<string>
  setColorScheme: (scheme: 'light' | 'dark' | 'auto') => void
  signOut: () => void
  listKeys: () => void
  sendFeedback: () => void
}

/** One line of the command palette: a page to go to, or something to do. */
export interface Command {
  id: string
  label: string
  /** Other words that people look for it by. */
  keywords?: string
  Icon: Icon
  /** The permission that shows the command; null: every signed-in user sees it. */
  permission: Permission | null
  run: (tools: CommandTools) => unknown
}

/** Loads the commands that the features add. */
export type CommandSource = () => Promise<{ commands: readonly Command[] }>

const plain = (words: string) =>
  words
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

// 2: the name begins with it, 1: each word of it begins one of the command's, 0: no match.
function rank({ label, keywords = '' }: Pick<Command, 'label' | 'keywords'>, query: string): number {
  const name = plain(label)
  if (name.startsWith(query)) return 2
  const words = `${name} ${plain(keywords)}`.split(/[^\p{L}\p{N}]+/u)
  return query.split(/\s+/).every((part) => words.some((word) => word.startsWith(part))) ? 1 : 0
}

/** The commands that fit what was typed, the best first and otherwise in their order; all of them for nothing. */
export function findCommands<Each extends Pick<Command, 'label' | 'keywords'>>(
  commands: readonly Each[],
  typed: string,
): Each[] {
  const query = plain(typed.trim())
  if (query === '') return [...commands]
  return commands
    .map((command) => ({ command, rank: rank(command, query) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ command }) => command)
}
