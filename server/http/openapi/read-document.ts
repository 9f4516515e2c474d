import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brand } from '#product/brand.ts'

// The product's own, once `npm run build:types` has made it, has ours in it.
const kept = ['product/openapi.json', 'packages/client/openapi.json'].map((path) =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url)),
)

export interface ServedFacts {
  appUrl: string
  /** The name of the session's cookie. */
  sessionCookie: string
  /** That of the service. */
  version: string
}

/** The kept document of the API with what differs from service to service: its name, version, address and cookie. */
export function readDocument({ appUrl, sessionCookie, version }: ServedFacts): string {
  const path = kept.find((each) => existsSync(each))
  if (!path) throw new Error('The document of the API is missing. Make it with: npm run build:types')
  const document = JSON.parse(readFileSync(path, 'utf8'))
  Object.assign(document.info, { title: `${brand.name} API`, version })
  document.servers = [{ url: appUrl }]
  document.components.securitySchemes.cookie.name = sessionCookie
  return JSON.stringify(document)
}
