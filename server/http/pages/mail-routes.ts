import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { idSchema } from '#shared/text/text.ts'
import type { Database } from '../../database/database.ts'
import { getMail, listMails } from '../../mail/outbox.ts'
import {
  mailHtmlPolicy,
  maxListed,
  outboxListPage,
  outboxMailPage,
  outboxPagePolicy,
} from '../../mail/outbox-pages.ts'

export interface MailRoutesOptions {
  db: Database
  /** Whether the caller may read everybody's mails, reset links included. */
  mayRead(request: FastifyRequest): Promise<boolean>
}

/**
 * The outbox pages under `/dev/mail`, for a server without SMTP. Who may not read them gets the answer of an
 * unknown page.
 */
export async function mailRoutes(app: FastifyInstance, options: MailRoutesOptions): Promise<void> {
  const { db, mayRead } = options

  app.get('/dev/mail', async (request, reply) => {
    if (!(await mayRead(request))) return reply.callNotFound()
    return sendPage(reply, outboxPagePolicy, outboxListPage(await listMails(db, { limit: maxListed })))
  })

  app.get<{ Params: { id: string } }>('/dev/mail/:id', async (request, reply) => {
    const mail = await readMail(request)
    return mail ? sendPage(reply, outboxPagePolicy, outboxMailPage(mail)) : reply.callNotFound()
  })

  app.get<{ Params: { id: string } }>('/dev/mail/:id/html', async (request, reply) => {
    const mail = await readMail(request)
    if (!mail?.html) return reply.callNotFound()
    // Only the page around it, which is ours, may frame it.
    reply.header('x-frame-options', 'SAMEORIGIN')
    // It is sandboxed into an origin of its own already, and browsers warn that this header cannot add to it.
    reply.removeHeader('origin-agent-cluster')
    return sendPage(reply, mailHtmlPolicy, mail.html)
  })

  async function readMail(request: FastifyRequest<{ Params: { id: string } }>) {
    const id = idSchema.safeParse(request.params.id)
    if (!id.success || !(await mayRead(request))) return null
    return getMail(db, { id: id.data })
  }
}

function sendPage(reply: FastifyReply, policy: string, html: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8')
    .send(html)
}
