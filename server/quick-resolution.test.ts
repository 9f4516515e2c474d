import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const server = fileURLToPath(new URL('.', import.meta.url))

/** Runs a module in a Node of its own, as one beside the server's; what it prints is JSON. */
async function runModule(code: string): Promise<unknown> {
  const args = ['--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: server })
  return JSON.parse(stdout)
}

test('whatever the server loads is resolved to the file and the format that Node says', async () => {
  const found = await runModule(`
    import { registerHooks } from 'node:module'
    import { createQuickResolve } from './quick-resolution.ts'
    const quickly = createQuickResolve()
    const found = { asked: 0, different: [] }
    let byNode = 0
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = quickly(specifier, context, (...asked) => {
          byNode += 1
          return next(...asked)
        })
        const { url, format } = next(specifier, context)
        found.asked += 1
        if (url !== resolved.url || format !== resolved.format) found.different.push({ specifier, url, format, resolved })
        return resolved
      },
    })
    await import('./start.ts')
    console.log(JSON.stringify({ ...found, share: byNode / found.asked }))
  `)
  expect(found).toEqual({ asked: expect.any(Number), different: [], share: expect.any(Number) })
  const { asked, share } = found as { asked: number; share: number }
  expect(asked).toBeGreaterThan(2000)
  expect(share).toBeLessThan(0.5)
})

test('what is not there is said as Node says it, with who asked for it', async () => {
  const told = await runModule(`
    import { resolveQuickly } from './quick-resolution.ts'
    resolveQuickly()
    const tell = (error) => [error.code, error.message]
    const load = (name) => import(name).then(() => null, tell)
    // The folder's format is known by then.
    await load('./errors.ts')
    await load('#server/config.ts')
    const names = ['./nothing-here.ts', '#server/nothing-here.ts', '#nothing/here.ts', 'no-such-package']
    console.log(JSON.stringify(await Promise.all(names.map(load))))
  `)
  const missing = (what: RegExp) => [
    'ERR_MODULE_NOT_FOUND',
    expect.stringMatching(new RegExp(`${what.source}.*imported from`)),
  ]
  expect(told).toEqual([
    missing(/nothing-here\.ts/),
    missing(/nothing-here\.ts/),
    ['ERR_PACKAGE_IMPORT_NOT_DEFINED', expect.stringContaining('#nothing/here.ts')],
    missing(/no-such-package/),
  ])
})
