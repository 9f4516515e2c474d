import { createRootRouteWithContext } from '@tanstack/react-router'
import type { CommandSource } from '../components/shell/commands.ts'
import type { SignedInServicesLoader } from '../lib/api/signed-in-services-loader.ts'

export interface RouterContext {
  signedInServices: SignedInServicesLoader
  loadCommands: CommandSource
}

/** The search parameters of an address, before a page has looked at them. */
export type Search = Record<string, unknown>

export const rootRoute = createRootRouteWithContext<RouterContext>()({})
