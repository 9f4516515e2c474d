import { AsyncLocalStorage } from 'node:async_hooks'

const storage = new AsyncLocalStorage<{ left: number }>()

/** Runs what may test one password, for which an attempt was reserved. Only the lockout calls this. */
export async function allowPasswordTest<Result>(run: () => Promise<Result>): Promise<Result> {
  const allowance = { left: 1 }
  try {
    return await storage.run(allowance, run)
  } finally {
    allowance.left = 0
  }
}

/**
 * Refuses to test a password that no attempt was reserved for. So a path that forgets the lockout, of Better
 * Auth's or of ours, fails the first time it is tried instead of being a way to guess without end.
 */
export function spendPasswordTest(): void {
  const allowance = storage.getStore()
  if (!allowance || allowance.left < 1) throw new Error('A password is tested without the lockout before it.')
  allowance.left--
}
