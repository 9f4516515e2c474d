import { AppError } from '../errors.ts'

const messages = {
  form: 'This is no key, since its checksum does not fit, and no token of a session. Was all of it copied?',
  unknown: 'This key does not work: it is unknown, or it was revoked.',
  expired: 'This key has expired. Its owner can rotate it.',
  disabled: 'The service account of this key is disabled.',
  address: 'This key may not be used from this address.',
}
export type KeyProblem = keyof typeof messages

/** The answer to a call with a key that does not work. */
export const keyRefused = (problem: KeyProblem) =>
  new AppError('UNAUTHORIZED', messages[problem], { reason: { kind: 'key', problem } })

/** The answer to a key, where a person has to act. */
export const personNeeded = () =>
  new AppError('FORBIDDEN', 'Only a person who is signed in can do this, no key.', {
    reason: { kind: 'person' },
  })
