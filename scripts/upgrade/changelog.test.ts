import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('each version says first what to do when one takes it, and the newest is that of package.json', () => {
  const [, ...versions] = read('CHANGELOG.md').split(/^## /m)
  expect(versions.length).toBeGreaterThan(0)
  for (const version of versions) expect(version).toMatch(/^.+\n+### What you must do\n\n\S/)
  expect(versions[0]?.split('\n', 1)[0]).toContain(JSON.parse(read('package.json')).version)
})
