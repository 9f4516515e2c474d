import { importJWK, type JWTPayload, SignJWT } from 'jose'
import type { Database } from '../database/database.ts'
import { getSigningKey } from './token-keys.ts'

/** Signs what a token says, with the key of the time. */
export type SignToken = (claims: JWTPayload, now: Date) => Promise<string>

/** Signs with the keys that the database holds, which `secrets` can read: nobody else sees either. */
export function createTokenSigner(options: { db: Database; secrets: readonly string[] }): SignToken {
  return async (claims, now) => {
    const { id, jwk } = await getSigningKey({ ...options, now })
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: id })
      .sign(await importJWK(jwk, 'EdDSA'))
  }
}
