import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Auth } from '../../auth/auth.ts'
import { maxFailures, windowMs } from '../../auth/lockout/lockout-store.ts'
import { AppError } from '../../errors.ts'
import { limitPolicies } from '../../limits/limit-policies.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { authEndpoints } from './auth-endpoints.ts'

export interface AuthDocsOptions {
  auth: Auth
  mayRead(request: FastifyRequest): Promise<boolean>
}

/** `/api/auth/docs`: what can be called below `/api/auth`, and `/api/auth/docs.json` as OpenAPI. No script, no other origin. */
export async function authDocsRoutes(app: FastifyInstance, { auth, mayRead }: AuthDocsOptions) {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!(await mayRead(request))) throw new AppError('NOT_FOUND', 'There is nothing at this path.')
  })

  app.get('/api/auth/docs', async (_, reply) => {
    const page = docsPage(describe(await auth.api.generateOpenAPISchema()))
    return reply
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'; base-uri 'none'`,
      )
      .type('text/html; charset=utf-8')
      .send(page)
  })

  app.get('/api/auth/docs.json', async () => {
    const schema = await auth.api.generateOpenAPISchema()
    const paths = authEndpoints.flatMap((endpoint) => {
      const operation = operationOf(schema, endpoint)
      return operation
        ? [[openApiPath(endpoint), { [endpoint.method.toLowerCase()]: operation }] as const]
        : []
    })
    return { ...schema, paths: Object.fromEntries(paths) }
  })
}

type OpenApi = Awaited<ReturnType<Auth['api']['generateOpenAPISchema']>>

const openApiPath = ({ path }: AuthEndpoint) => path.replace(/:(\w+)/g, '{$1}')

function operationOf(schema: OpenApi, endpoint: AuthEndpoint) {
  const methods = schema.paths[openApiPath(endpoint)] as Record<string, { description?: string }> | undefined
  return methods?.[endpoint.method.toLowerCase()] ?? null
}

interface Description {
  method: string
  path: string
  text: string
  limits: string[]
  body: [string, string][]
}

function describe(schema: OpenApi): Description[] {
  return authEndpoints.map((endpoint) => ({
    method: endpoint.method,
    path: `/api/auth${endpoint.path}`,
    text: operationOf(schema, endpoint)?.description ?? '',
    limits: [
      ...['auth' as const, ...(endpoint.policies ?? [])].flatMap((name) =>
        limitPolicies[name].scopes.map(
          ({ scope, limit, windowMs }) => `${name}: ${limit} per ${scope} in ${windowMs / 1000} s`,
        ),
      ),
      ...(endpoint.testsPassword
        ? [`lockout: ${maxFailures} wrong passwords per account in ${windowMs / 1000} s`]
        : []),
    ],
    body: endpoint.body ? fieldsOf(endpoint.body) : [],
  }))
}

function fieldsOf(body: z.ZodType): [string, string][] {
  const { properties = {}, required = [] } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => {
    const { type = 'string', enum: values, minLength, maxLength } = property as Record<string, unknown>
    const bounds = maxLength ? `, ${minLength ?? 0} to ${maxLength} characters` : ''
    const kind = Array.isArray(values) ? values.join(' | ') : `${type}${bounds}`
    return [name, required.includes(name) ? kind : `${kind}, optional`]
  })
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif;--ink:#22201d;--dim:#6b655c;--line:#ddd8cf;--ground:#faf8f5;--accent:#1f6f5c}
@media (prefers-color-scheme:dark){:root{--ink:#ece8e1;--dim:#a39c91;--line:#38342f;--ground:#191715;--accent:#6cc0a8}}
body{margin:0;background:var(--ground);color:var(--ink)}main{max-width:760px;margin:0 auto;padding:32px 20px}
h1{font-size:22px}h2{font:600 15px ui-monospace,monospace;margin:0;overflow-wrap:anywhere}h2 b{color:var(--accent)}
section{border-top:1px solid var(--line);padding:16px 0}p{margin:6px 0;color:var(--dim)}a{color:var(--accent)}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 16px;margin:8px 0;font-size:14px}dt{font-family:ui-monospace,monospace}dd{margin:0;color:var(--dim)}`
const styleHash = createHash('sha256').update(style).digest('base64')

function docsPage(endpoints: Description[]): string {
  const sections = endpoints.map(({ method, path, text, limits, body }) => {
    const fields = body
      .map(([name, kind]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(kind)}</dd>`)
      .join('')
    return `<section><h2><b>${method}</b> ${escapeHtml(path)}</h2><p>${escapeHtml(text)}</p>${
      fields ? `<dl>${fields}</dl>` : ''
    }<p>Limits: ${escapeHtml(limits.join('; '))}</p></section>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Authentication API</title><style>${style}</style><main><h1>Authentication API</h1><p>JSON in and out; the session is an HttpOnly cookie. A browser must come from this origin. <a href="/api/auth/docs.json">OpenAPI</a></p>${sections.join('')}</main></html>`
}
