import { execFile } from 'node:child_process'
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { readmeBlock } from '#test/readme.ts'
import { audience, serveTokens, tokenFor } from './tokens-fixture.ts'

const execute = promisify(execFile)
const runs = (program: string, ...args: string[]) =>
  execute(program, args).then(
    () => true,
    () => false,
  )

/** A token, one for another service, and one that says more than was signed. */
async function setUp() {
  const { id, person, url } = await serveTokens()
  const token = await tokenFor(person)
  const [header, , signature] = token.split('.')
  const [, claims = ''] = (await tokenFor(person, 'search')).split('.')
  const others = { 'another service’s': await tokenFor(person, 'search') }
  return { id, url, token, others: { ...others, forged: `${header}.${claims}.${signature}` } }
}

test('a plain script verifies a token with jose, by nothing but the address of the keys', async () => {
  const { id, url, token, others } = await setUp()
  const script = `
    import { createRemoteJWKSet, jwtVerify } from 'jose'
    const keys = createRemoteJWKSet(new URL(process.argv[1]))
    const { payload } = await jwtVerify(process.argv[2], keys, {
      audience: '${audience}', issuer: 'http://localhost:3000', algorithms: ['EdDSA'],
    })
    console.log(JSON.stringify(payload))`
  const verify = (given: string) =>
    execute(process.execPath, ['--input-type=module', '-e', script, `${url}/.well-known/jwks.json`, given])
  expect(JSON.parse((await verify(token)).stdout)).toMatchObject({ sub: id, role: 'moderator' })
  for (const [what, other] of Object.entries(others))
    await expect(verify(other), what).rejects.toThrow(
      /JWTClaimValidationFailed|JWSSignatureVerificationFailed/,
    )
})

test('the README’s service in Python verifies a token with PyJWT', async (context) => {
  const pythons = ['python3', '/usr/bin/python3']
  const able = await Promise.all(pythons.map((python) => runs(python, '-c', 'import jwt, cryptography')))
  const python = pythons.find((_, index) => able[index])
  if (!python) return context.skip('There is no Python with PyJWT and cryptography (python3-jwt of Debian).')
  const { id, url, token, others } = await setUp()
  const service = readmeBlock('A service in another language', 'python').replace(
    'http://localhost:3000/.well-known',
    `${url}/.well-known`,
  )
  const program = `${service}\nimport json, sys\nprint(json.dumps(who_calls(sys.argv[1])))`
  const verify = (given: string) => execute(python, ['-c', program, given])
  expect(JSON.parse((await verify(token)).stdout)).toMatchObject({ sub: id, role: 'moderator' })
  for (const [what, other] of Object.entries(others))
    await expect(verify(other), what).rejects.toThrow(/InvalidAudienceError|InvalidSignatureError/)
})

test('openssl verifies the signature of a token with a published key', async (context) => {
  if (!(await runs('openssl', 'version'))) return context.skip('There is no openssl here.')
  const { url, token, others } = await setUp()
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: JsonWebKey[] }
  const folder = await temporaryFolder()
  const file = async (name: string, content: string | Buffer) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
  const pem = await file('key.pem', String(key.export({ type: 'spki', format: 'pem' })))
  const verify = async (given: string) => {
    const dot = given.lastIndexOf('.')
    const signed = await file('signed', given.slice(0, dot))
    const signature = await file('signature', Buffer.from(given.slice(dot + 1), 'base64url'))
    const args = ['-verify', '-pubin', '-inkey', pem, '-rawin', '-in', signed, '-sigfile', signature]
    return runs('openssl', 'pkeyutl', ...args)
  }
  expect([await verify(token), await verify(others.forged)]).toEqual([true, false])
})
