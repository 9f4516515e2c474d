import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { brand } from '#product/brand.ts'
import { escapeHtml } from '#server/mail/escape-html.ts'

const markFile = join(import.meta.dirname, '../product/mark.svg')

/** Puts the product's name into the page before a script has run, and its mark at `/mark.svg`. */
export function brandPlugin(): Plugin {
  return {
    name: 'brand',
    transformIndexHtml: (html) => html.replaceAll('%PRODUCT_NAME%', () => escapeHtml(brand.name)),
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'mark.svg', source: readFileSync(markFile) })
    },
    configureServer: ({ middlewares }) => {
      middlewares.use('/mark.svg', (_, response) => {
        response.setHeader('content-type', 'image/svg+xml')
        response.end(readFileSync(markFile))
      })
    },
  }
}
