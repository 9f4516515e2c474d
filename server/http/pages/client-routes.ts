import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { PublicSettings } from '#shared/settings.ts'
import type { Config } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { escapeHtml } from '../../mail/escape-html.ts'
import type { Actor } from '../../service-context.ts'
import type { RequestIdentity } from '../request/request-identity.ts'
import { findInsideParts } from './inside-parts.ts'
import { guardPage, type Pages, publicPages, unauthorizedPage } from './page-guards.ts'
import { createPageSettings } from './page-settings.ts'

export interface ClientRoutesOptions {
  config: Pick<Config, 'appUrl'>
  /** The built client; without it the server answers its API only. */
  clientDir: string
  identity: RequestIdentity
  /** The pages besides those of `publicPages`, with who may open them. */
  pages: Pages
  readSettings(): Promise<PublicSettings>
  /** What `users.me` answers this caller. */
  describeCaller(actor: Actor): Promise<unknown>
}

/** What a page brings along, so that it need not ask. */
interface Written {
  settings?: PublicSettings | null
  caller?: unknown
  /** The links to what it begins with. */
  inside?: string
}

/** The React app: its files, cached for ever by their hashed names, and its page at every path of ours. */
export async function clientRoutes(app: FastifyInstance, options: ClientRoutesOptions) {
  const indexFile = join(options.clientDir, 'index.html')
  const template = existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : null
  const insideParts = template ? findInsideParts(options.clientDir) : () => ''
  const sendPage = (
    reply: FastifyReply,
    status: number,
    { settings = null, caller = null, inside = '' }: Written = {},
  ) => {
    if (!template) throw new AppError('NOT_FOUND', 'The client is not built. Build it with: npm run build')
    const nonce = randomBytes(18).toString('base64url')
    const values = {
      __APP_URL__: options.config.appUrl,
      __CSP_NONCE__: nonce,
      __PUBLIC_SETTINGS__: JSON.stringify(settings),
      __CALLER__: JSON.stringify(caller),
    }
    const page = inside ? template.replace('</head>', () => `${inside}</head>`) : template
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .header('content-security-policy', contentSecurityPolicy(nonce))
      .type('text/html; charset=utf-8')
      .send(fillIn(page, values))
  }

  if (template) await serveFiles(app, options.clientDir)
  const pageSettings = createPageSettings({
    read: options.readSettings,
    onError: (error) => app.log.warn({ err: error }, 'pages were served without the settings'),
  })
  // Without them each page outside would ask for them first, and load what asks.
  const open = async (_: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, 200, { settings: await pageSettings() })
  for (const path of publicPages) app.get(path, open)
  app.setNotFoundHandler(async (request, reply) => {
    if (isPageRequest(request)) return sendPage(reply, 404)
    throw new AppError('NOT_FOUND', 'There is nothing at this path.')
  })

  const guarded = async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const session = await options.identity.lookUp(request, reply)
      const elsewhere = guardPage(request.url, session, options.pages)
      if (elsewhere) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302)
      if (request.url.startsWith(unauthorizedPage)) return open(request, reply)
      if (!session.actor) return sendPage(reply, 200)
      const caller = await options.describeCaller(session.actor)
      return sendPage(reply, 200, { caller, inside: insideParts(request.url) })
    } catch (error) {
      // The page itself says that the service is away, and signs nobody out for it.
      request.log.warn({ err: error }, 'a page was served without knowing who asks')
      return sendPage(reply.header('retry-after', '1'), 503)
    }
  }
  app.get('/', guarded)
  app.get(unauthorizedPage, guarded)
  for (const [page, access] of Object.entries(options.pages)) {
    const path = page.replaceAll('/$', '/:')
    app.get(path, access === 'everybody' ? open : guarded)
    app.get(`${path}/*`, access === 'everybody' ? open : guarded)
  }
}

// As text of quoted attributes; what is filled in is not searched again.
function fillIn(template: string, values: Record<string, string>): string {
  return template.replace(/__[A-Z_]+__/g, (name) => (name in values ? escapeHtml(values[name] ?? '') : name))
}

// A browser that opens an address, not a program that looks for a file or a procedure.
function isPageRequest(request: FastifyRequest): boolean {
  const asksForPage = request.method === 'GET' && Boolean(request.headers.accept?.includes('text/html'))
  return asksForPage && !/^\/(api|trpc|health|assets)(\/|$)/.test(request.url)
}

async function serveFiles(app: FastifyInstance, clientDir: string) {
  await app.register(fastifyStatic, {
    root: clientDir,
    index: false,
    wildcard: false,
    globIgnore: ['**/index.html', '**/.vite/**', '**/*.{br,gz}'],
    // The build has written each of them compressed beside it.
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
    },
  })
}

// Styles carry the nonce because Mantine makes some at run time; scripts are files of ours only.
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
  ].join('; ')
}
