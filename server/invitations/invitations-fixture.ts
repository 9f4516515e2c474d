import { expect } from 'vitest'
import { mail } from '#drizzle/schema/index.ts'
import type { Invitation, OpenInvitation } from '#shared/invitations.ts'
import { password } from '#test/app.ts'
import { withPeople } from '../users/people-fixture.ts'

/** An app with an admin who invites people, and the links that reach them. */
export async function withInvitations() {
  const app = await withPeople()
  const { admin, newestLink, browser, db } = app
  let last = ''
  const token = async () => {
    const link = await newestLink('invitation')
    expect(link).toMatch(/^\/accept-invitation\?token=[A-Za-z0-9_-]{43}$/)
    last = link.split('=')[1] ?? ''
    // Mails of the same millisecond have no order.
    await db.delete(mail)
    return last
  }
  const invite = async (input: Record<string, unknown> = {}) => {
    const answer = await admin.mutate<Invitation>('users.invite', {
      email: 'ada@example.com',
      role: 'user',
      ...input,
    })
    expect(answer.error).toBeUndefined()
    return { ...answer.data, token: await token() }
  }
  const create = async (input: Record<string, unknown> = {}) => {
    const answer = await admin.mutate<Invitation>('users.create', {
      email: 'ada@example.com',
      name: 'Ada',
      role: 'user',
      ...input,
    })
    expect(answer.error).toBeUndefined()
    return { ...answer.data, token: await token() }
  }
  const look = (given: string) => browser().query<OpenInvitation>('invitations.find', { token: given })
  const accept = (given: string, input: Record<string, unknown> = {}) =>
    browser().mutate<{ id: string; email: string }>('invitations.accept', {
      token: given,
      password,
      ...input,
    })
  const expectInvalid = async (given: string) => {
    for (const { status, error } of [await look(given), await accept(given, { name: 'Eve' })])
      expect([status, error.message, error.data.reason]).toEqual([
        404,
        'This invitation does not work any more. Ask for a new one.',
        { kind: 'invitation' },
      ])
  }
  return { ...app, token, invite, create, look, accept, expectInvalid }
}
