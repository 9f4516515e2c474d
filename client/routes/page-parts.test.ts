import { expect, test } from 'vitest'
import { pageParts } from '#server/http/pages/page-parts.ts'
import { createAppRouter } from '../router.tsx'

interface Leaf {
  fullPath: string
  options: { component?: { (props: object): { type: unknown }; preload?: () => Promise<unknown> } }
}

test('the server names the file of each page inside, and no other', async () => {
  const router = createAppRouter({ signedInServices: { load: () => Promise.reject(), forget: () => {} } })
  const leaves = Object.values(router.routesById as unknown as Record<string, Leaf & { id: string }>).filter(
    ({ id, options }) => id.startsWith('/signed-in/') && options.component,
  )
  const shown = leaves.map(({ fullPath }) => fullPath.replace(/(.)\/$/, '$1'))
  expect(shown.toSorted()).toEqual(Object.keys(pageParts).toSorted())
  for (const { fullPath, options } of leaves) {
    await options.component?.preload?.()
    const part = pageParts[fullPath.replace(/(.)\/$/, '$1')]
    const components = Object.values(await import(/* @vite-ignore */ `../${part}`))
    expect(components, fullPath).toContain(options.component?.({}).type)
  }
})
