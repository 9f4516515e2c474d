import type { SentFeedback } from '#shared/feedback.ts'
import type { Feedback } from '#shared/feedback-statuses.ts'
import type { Page } from '#shared/pagination.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { Browser } from '#test/app.ts'
import { withPeople } from '../users/people-fixture.ts'

/** An app with an admin and Ada, who has something to say. */
export async function withFeedback() {
  const app = await withPeople()
  const as = async (role: Role, name = 'Colleague') => {
    const caller = app.browser()
    return Object.assign(caller, await caller.become({ role, name }))
  }
  const ada = await as('user', 'Ada')
  const send = (input: object = {}, caller: Browser = ada) =>
    caller.mutate<SentFeedback>('feedback.send', { content: 'The list is slow.', ...input })
  const sent = async (input?: object, caller?: Browser) => (await send(input, caller)).data.id
  const list = async (input: object = {}, caller: Browser = app.admin) =>
    (await caller.query<Page<Feedback>>('feedback.list', input)).data
  const set = (input: object, caller: Browser = app.admin) =>
    caller.mutate<Feedback & { auditId: string | null }>('feedback.set', input)
  return { ...app, as, ada, send, sent, list, set }
}
