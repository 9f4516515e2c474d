import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { guards } from '#product/guards.ts'
import { server } from '#product/server.ts'
import { shared } from '#product/shared.ts'
import { printRouter } from './print-router.ts'
import { openSourceProject } from './source-project.ts'

/** The declaration of the router's type, from the sources below `root`. */
export function declareRouter(root: string): string {
  const file = join(root, 'server/trpc/app-router.ts')
  using project = openSourceProject(join(root, 'scripts/types/tsconfig.json'), file)
  return printRouter(project)
}

/** Where the types are kept: a product that adds to them keeps its own, so that no release touches them. */
export const keptTypes = isEmpty([guards, server, shared])
  ? 'packages/client/router.d.ts'
  : 'product/router.d.ts'

/** Whether `npm run check` compares them: a product decides it by having the file. */
export const areKept = (root: string) => existsSync(join(root, keptTypes))

function isEmpty(parts: object[]): boolean {
  const entries = parts.flatMap((part) => Object.values(part))
  return entries.every(
    (entry) => typeof entry !== 'object' || entry === null || Object.keys(entry).length === 0,
  )
}
