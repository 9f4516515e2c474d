import { expect, test } from 'vitest'
import type { PublicSettings } from '#shared/settings.ts'
import { createPageSettings } from './page-settings.ts'

const settings: PublicSettings = {
  signUp: 'open',
  providers: [],
  emailVerificationRequired: false,
  outboxPage: true,
  signUpFields: [],
  setupNeeded: false,
}

test('pages that are asked for at once share one look, and later ones look again', async () => {
  let looks = 0
  const errors: unknown[] = []
  const read = async () => {
    looks += 1
    return { ...settings, signUp: looks === 1 ? ('open' as const) : ('closed' as const) }
  }
  const pageSettings = createPageSettings({ read, onError: (error) => errors.push(error) })
  const together = await Promise.all(Array.from({ length: 50 }, pageSettings))
  expect([looks, new Set(together.map((each) => each?.signUp))]).toEqual([1, new Set(['open'])])
  expect((await pageSettings())?.signUp).toBe('closed')
  expect([looks, errors]).toEqual([2, []])
})

test('a database that fails or keeps silent holds no page up', async () => {
  const errors: unknown[] = []
  const broken = new Error('away')
  let read = () => Promise.reject<PublicSettings>(broken)
  const pageSettings = createPageSettings({ read: () => read(), onError: (error) => errors.push(error) })
  expect(await pageSettings()).toBeNull()
  expect(errors).toEqual([broken])

  let answer = (_: PublicSettings) => {}
  read = () => new Promise((resolve) => (answer = resolve))
  const startedAt = performance.now()
  expect(await pageSettings()).toBeNull()
  expect(performance.now() - startedAt).toBeLessThan(30_000)
  // The look goes on, and whoever comes next may still have what it finds.
  answer(settings)
  expect(await pageSettings()).toEqual(settings)
})
