import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'

// What no page of ours asks a browser for, so that no script that got in may either.
const deniedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]

const headers = {
  // Pages bring their own policy with a nonce; everything else is no page.
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  // The filter of old browsers could be made to remove parts of a page.
  'x-xss-protection': '0',
}
const strictTransport = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }

/** Gives every answer the headers that browsers protect by, those that the Helmet library recommends; a route may set others. */
export function addSecurityHeaders(app: FastifyInstance, { appUrl }: Pick<Config, 'appUrl'>): void {
  const all = { ...headers, ...(appUrl.startsWith('https:') && strictTransport) }
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(all)
    done()
  })
}
