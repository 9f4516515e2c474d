import type { FastifyReply } from 'fastify'

/**
 * What no answer of Better Auth leaves with. A session's token belongs in its HttpOnly cookie only, where no script can
 * read it; the others are nobody's need.
 */
export const privateFields = new Set([
  'token',
  'accountId',
  'publicKey',
  'credentialID',
  'counter',
  'bannedAt',
  'bannedUntil',
  'deletedAt',
  'pendingSince',
  'impersonatedBy',
])

/** Sends what Better Auth answered, without what no answer may say. */
export async function sendAuthAnswer(reply: FastifyReply, response: Response) {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  }
  reply.header('cache-control', 'no-store')
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  const text = await response.text()
  return reply.send(text === '' ? null : withoutTokens(text))
}

function withoutTokens(text: string): string {
  const withhold = (key: string, value: unknown) => (privateFields.has(key) ? undefined : value)
  try {
    return JSON.stringify(JSON.parse(text, withhold))
  } catch {
    return text
  }
}
