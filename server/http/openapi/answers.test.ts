import { expect, test } from 'vitest'
import { z } from 'zod'
import { createAppWithAdmin } from '#test/app-with-admin.ts'
import { withStripe } from '../../orders/orders-fixture.ts'

interface Called {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As the document has it. */
  path: string
  parameters?: Record<string, string>
  query?: string
  body?: object
}

/** An app, and what calls it as its admin and holds each answer to what the document says of it. */
async function withDocument() {
  const stripe = await withStripe()
  const { admin, adminId, ...app } = await createAppWithAdmin({ config: { stripe: stripe.config } })
  const text = (await admin.get('/api/openapi.json')).body.replaceAll('#/components/', '#/')
  const { paths, components } = JSON.parse(text.replaceAll('#/schemas/', '#/$defs/'))
  const checked = new Set<string>()
  async function call({ method, path, parameters = {}, query = '', body }: Called) {
    const url = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name] ?? ''))
    const answer = await admin.send({ method, url: url + query, payload: body })
    const { $ref, ...inline } = paths[path][method.toLowerCase()].responses[answer.statusCode]
    const told = $ref ? components.responses[$ref.split('/').at(-1)] : inline
    const content = told.content[String(answer.headers['content-type'])]
    expect(content, `${method} ${url} ${answer.statusCode}`).toBeDefined()
    const schema = z.fromJSONSchema({ ...content.schema, $defs: components.schemas })
    const { error } = schema.safeParse(answer.json())
    expect(error?.issues, `${method} ${url}`).toBeUndefined()
    checked.add(`${method} ${path}`)
    return { status: answer.statusCode, data: answer.json(), headers: answer.headers }
  }
  const reads = Object.keys(paths)
    .filter((path) => paths[path].get && !path.startsWith('/api/auth/'))
    .map((path) => `GET ${path}`)
  return { ...app, adminId, call, checked, reads }
}

test('what REST answers is as the document says, refusals too', async () => {
  const { adminId, browser, call, checked, reads } = await withDocument()
  const ada = await browser().become({ name: 'Ada' })
  const one = { id: ada.id, userId: ada.id }
  const post = (path: string, body: object = {}, parameters = one) =>
    call({ method: 'POST', path, body, parameters })
  await call({ method: 'PATCH', path: '/api/me', body: { name: 'Grace' } })
  await call({ method: 'PATCH', path: '/api/admin/users/{id}', parameters: one, body: { name: 'Ada L.' } })
  await post('/api/admin/users/{userId}/notes', { text: 'Asked about her account.' })
  await post('/api/admin/users/{id}/ban', { reason: 'Spam', until: null })
  await post('/api/admin/invitations', { email: 'new@example.com', name: 'New' })
  await post('/api/me/keys', { name: 'Backup' })
  await post('/api/admin/limits/overrides', {
    target: 'user',
    value: ada.id,
    effect: 'exempt',
    reason: 'Test',
  })
  const { data: service } = await post('/api/admin/service-accounts', { name: 'Nightly', role: 'user' })
  const { data: sent } = await post('/api/admin/test-mails')
  const { data: feedback } = await post('/api/feedback', { content: 'Well done.' })
  const { data: bought } = await post('/api/me/orders', { product: 'small', intentKey: 'one' })
  const { data: events } = await call({ method: 'GET', path: '/api/admin/audit/events' })
  const { data: counters } = await call({ method: 'GET', path: '/api/admin/limits/counters' })
  const ids: Record<string, string> = {
    '/api/admin/audit/events/{id}': events.items[0].id,
    '/api/admin/feedback/{id}': feedback.id,
    '/api/admin/limits/counters/{id}': counters.items[0].id,
    '/api/admin/orders/{id}': bought.order.id,
    '/api/admin/service-accounts/{id}': service.id,
    '/api/admin/test-mails/{id}': sent.id,
    '/api/me/orders/{id}': bought.order.id,
  }
  for (const read of reads) {
    const path = read.slice('GET '.length)
    const query = path.endsWith('/explanation') ? `?procedure=users.me&userId=${adminId}` : ''
    const { status } = await call({
      method: 'GET',
      path,
      parameters: { ...one, id: ids[path] ?? ada.id },
      query,
    })
    expect([path, status]).toEqual([path, 200])
  }
  expect([...checked]).toEqual(expect.arrayContaining(reads))

  const paged = await call({ method: 'GET', path: '/api/admin/users', query: '?limit=1' })
  expect(paged.headers.link).toContain('rel="next"')
  const none = { id: 'none', userId: 'none' }
  const refused = [
    await call({ method: 'GET', path: '/api/admin/users', query: '?limit=many' }),
    await call({ method: 'GET', path: '/api/admin/users/{id}', parameters: none }),
    await post(
      '/api/admin/users/{id}/ban',
      { reason: 'Spam', until: null },
      { id: adminId, userId: adminId },
    ),
  ]
  expect(refused.map(({ status }) => status)).toEqual([400, 404, 403])
})
