import { secretVersion } from './secret-version.ts'

/**
 * What `symmetricEncrypt` and `symmetricDecrypt` take for our secrets: the first one encrypts, all decrypt. What they
 * encrypted begins with `$ba$`, the version of its secret and another `$`.
 */
export const encryptionKey = (secrets: readonly string[]) => ({
  keys: new Map(secrets.map((secret) => [secretVersion(secret), secret])),
  currentVersion: secretVersion(secrets[0] ?? ''),
})
