import { hash, verify } from '@node-rs/argon2'
import commonPasswords from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' }
import { AppError } from '../../errors.ts'
import { noteFacts } from '../auth-facts.ts'
import { spendPasswordTest } from './password-allowance.ts'
import { spendTurn } from './password-queue.ts'

// OWASP's password storage cheat sheet: argon2id with 19 MiB, two passes and one lane.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

/** The argon2id hash of a password, in PHC format. */
export function hashPassword(password: string): Promise<string> {
  return spendTurn(() => hash(password.normalize('NFKC'), parameters))
}

/**
 * Whether the password made the hash; false as well for a hash in another format. Throws outside of the lockout's
 * guard, and for a second password inside of it.
 */
export async function verifyPassword(options: { hash: string; password: string }): Promise<boolean> {
  spendPasswordTest()
  const test = () => verify(options.hash, options.password.normalize('NFKC')).catch(() => false)
  const right = await spendTurn(test)
  if (right) noteFacts({ verifiedHash: options.hash })
  return right
}

const common = new Set<string>(commonPasswords)

/** Whether the password, whatever its case, stands in the list of the most common ones. */
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase())
}

/** Throws AppError BAD_REQUEST, with the field named, for a password that guessers try first. */
export function refuseCommonPassword(password: string, field = 'password'): void {
  if (!isCommonPassword(password)) return
  const message = 'This is one of the most common passwords. Choose another one.'
  throw new AppError('BAD_REQUEST', message, { fieldErrors: { [field]: [message] } })
}
