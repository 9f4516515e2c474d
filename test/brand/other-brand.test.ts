import { globSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '../postgres/postgres-cluster.ts'
import { dataFolder, run } from '../processes/server-process.ts'
import { copyRepository } from '../repository-copy.ts'

const name = 'Möbel & Söhne'
const escaped = 'Möbel &amp; Söhne'
const mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'
const brand = `import { defineBrand } from '#shared/product/define-brand.ts'
export const brand = defineBrand({
  name: '${name}',
  colours: { accent: { light: '#7a2e8f', dark: '#d9a3e8' } },
  mail: { senderName: '${name}', footer: '1 High Street\\nLondon' },
})`
const password = 'correct-horse-battery'
const ada = { name: 'Ada', email: 'ada@example.com', password }

/** The repository as a product has it that changed nothing but its brand. */
async function otherProduct(): Promise<string> {
  const root = await copyRepository(['client', 'drizzle', 'product', 'scripts', 'server', 'shared'])
  for (const file of ['package-lock.json', 'vite.config.ts']) await cp(file, join(root, file))
  await writeFile(join(root, 'product/brand.ts'), brand)
  await writeFile(join(root, 'product/mark.svg'), mark)
  return root
}

async function startServer(root: string) {
  const DATA_DIR = await dataFolder()
  const env = { DATA_DIR, PORT: String(await freePort()), LOG_LEVEL: 'warn' }
  const server = run('server/main.ts', { root, cwd: DATA_DIR, env })
  const [, url = ''] = await server.printed(/Möbel & Söhne runs at (http:\/\/localhost:\d+)/)
  const [, token = ''] = await server.printed(/\/setup\?token=(\S+)/)
  onTestFinished(() => expect(server.output()).not.toContain('Gatehouse'))
  return { url, token }
}

function createBrowser(url: string) {
  const cookies = new Map<string, string>()
  return async (path: string, body?: unknown): Promise<string> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await fetch(`${url}${path}`, {
      headers: { accept: '*/*', cookie, origin: url, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
    const said = await answer.text()
    expect(answer.status, `${path}: ${said}`).toBe(200)
    expect(said, path).not.toMatch(/\bGatehouse\b/)
    for (const made of answer.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(made) ?? []
      cookies.set(key, value)
    }
    return said
  }
}

// One process on a folder of its own: the database that tests run on changes nothing here.
test.runIf(inject('database') === 'embedded')('with another brand nothing says Gatehouse', async () => {
  const root = await otherProduct()
  const build = run('scripts/build-client.ts', { root, cwd: root })
  expect(await build.exited, build.output()).toBe(0)
  const built = globSync('dist/client/**/*.{html,js,css,svg}', { cwd: root })
  expect(built.length).toBeGreaterThan(20)
  for (const path of built)
    expect(await readFile(join(root, path), 'utf8'), path).not.toMatch(/\bGatehouse\b/)

  const { url, token } = await startServer(root)
  const open = createBrowser(url)
  for (const page of ['/login', '/setup', '/register']) {
    expect(await open(page)).toContain(`<title>${escaped}</title>`)
  }
  expect(await open('/mark.svg')).toBe(mark)
  await open('/trpc/setup.complete', { ...ada, token })
  await open('/api/auth/request-password-reset', { email: ada.email, redirectTo: '/reset-password' })
  await open('/api/auth/sign-in/email', { email: ada.email, password })

  const outbox = await open('/dev/mail')
  expect(outbox).toContain(`<title>Outbox · ${escaped}</title>`)
  const [, mail = ''] = /href="(\/dev\/mail\/[\w-]+)"/.exec(outbox) ?? []
  expect(await open(mail)).toContain('1 High Street\nLondon')
  const html = await open(`${mail}/html`)
  for (const part of [`>${escaped}</td>`, '1 High Street<br>London', '#7a2e8f', '#d9a3e8'])
    expect(html).toContain(part)
  expect(html).not.toContain('<td class="mark"')

  const { totpURI } = JSON.parse(await open('/api/auth/two-factor/enable', { password }))
  expect(new URL(totpURI).searchParams.get('issuer')).toBe(name)
  const options = JSON.parse(await open('/api/auth/passkey/generate-register-options'))
  expect(options.rp).toEqual({ id: 'localhost', name })
})
