import { createRootRouteWithContext } from '@tanstack/react-router'
import type { CommandSource } from '../lib/commands.ts'
import type { LazyInside } from '../lib/lazy-inside.ts'

export interface RouterContext {
  inside: LazyInside
  loadCommands: CommandSource
}

/** The search parameters of an address, before a page has looked at them. */
export type Search = Record<string, unknown>

export const rootRoute = createRootRouteWithContext<RouterContext>()({})
