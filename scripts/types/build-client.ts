import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declareRouter } from './kept-types.ts'

/** Makes what the package hands out, in `dist` of the folder: the client, and the types of the sources below `root`. */
export function buildClient({ root, folder }: { root: string; folder: string }): { types: string } {
  const dist = join(folder, 'dist')
  const types = declareRouter(root)
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist, { recursive: true })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(root, 'packages/client'), '--outDir', dist], {
    stdio: 'inherit',
  })
  writeFileSync(join(dist, 'router.d.ts'), types)
  return { types }
}
