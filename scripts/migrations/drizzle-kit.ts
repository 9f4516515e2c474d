import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Runs drizzle-kit in a copy of the repository or in itself; its output is shown, or returned when nobody is to be asked. */
export async function runKit(
  args: string[],
  { root = repository, asks = false }: { root?: string; asks?: boolean } = {},
): Promise<{ code: number | null; output: string }> {
  const command = join(repository, 'node_modules/drizzle-kit/bin.cjs')
  const child = spawn(process.execPath, [command, ...args], {
    cwd: root,
    stdio: asks ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    timeout: asks ? undefined : 120_000,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

/** The schema that a history of migrations follows, from the root of the repository. */
export const schemaOf = ({ name }: { name: string }): string =>
  name === 'product' ? 'product/schema/index.ts' : 'drizzle/schema/index.ts'
