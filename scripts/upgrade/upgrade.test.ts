import { expect, onTestFinished, test } from 'vitest'
import { findBrowser } from '#e2e/browser.ts'
import { type ServerProcess, startServer } from '#e2e/server-process.ts'
import { addDependency, emptyProduct, followGuide, updateLock } from './adopter.ts'
import { createCaller, password } from './call-server.ts'
import { readMemoOf, writeMemo } from './look-in-browser.ts'
import { releaseFeature, releaseTable } from './releases.ts'
import { createRepository, type Repository } from './repository.ts'

const admin = { name: 'Grace', email: 'grace@example.com', password }
const owner = { name: 'Ada', email: 'ada@example.com', password }
const memos = ['Milk', 'Bread', 'Tea']
const releases = ['9.1.0', '9.2.0']
const executablePath = findBrowser()

// One test, since each step goes on with the copy and the database of the one before.
test('an adopter builds what the guide does, takes two releases, and goes back', async () => {
  const repository = await createRepository()
  onTestFinished(() => repository.remove())
  await build(repository)

  const server = await startServer({ root: repository.folder })
  onTestFinished(() => server.remove())
  await writeMemos(server)

  await takeReleases(repository)
  expect(await repository.npm('run', 'check')).toContain("touches 0 of Gatehouse's own")
  await repository.npm('exec', '--', 'vitest', 'run', '--project=embedded', 'product/server')
  await restart(server)
  expect(await readMemos(server)).toEqual(memos.toReversed())
  await expectBothHistories(repository, server)
  await tryRelease(server)

  if (executablePath) await lookInBrowser(repository, server)
  else console.log('Not looked at in a browser: there is no Chromium.')

  await repository.git('checkout', '--quiet', 'before-the-releases')
  await restart(server)
  expect(await readMemos(server)).toEqual(expect.arrayContaining(memos))
})

/** On a branch of its own, which begins before the releases; all that it changes lies in `product/`. */
async function build(repository: Repository): Promise<void> {
  const { git, commit } = repository
  await emptyProduct(repository)
  await commit('The release that the adopter starts from')
  await git('branch', 'adopter')
  await releaseTable(repository)
  await releaseFeature(repository)
  await git('checkout', '--quiet', 'adopter')
  await followGuide(repository)
  await commit('Memos')
  const changed = (await git('diff', '--name-only', 'adopter~')).trim().split('\n')
  expect(changed).toContain('product/migrations/0000_memos.sql')
  expect(changed).toContain('product/router.d.ts')
  expect(changed).toContain('product/openapi.json')
  expect(changed.filter((path) => !path.startsWith('product/'))).toEqual([])
  await addDependency(repository)
  await commit('A dependency')
  await git('tag', 'before-the-releases')
}

async function writeMemos({ url, setupLink }: ServerProcess): Promise<void> {
  const token = new URL(setupLink).searchParams.get('token')
  await createCaller(url).mutate('setup.complete', { ...admin, token })
  const caller = createCaller(url)
  await caller.register(owner.name, owner.email)
  for (const text of memos) await caller.mutate('memos.add', { text })
}

/** As docs/upgrading.md says it: no file but the lock needs a hand. */
async function takeReleases({ git, npm, commit, read }: Repository): Promise<void> {
  for (const version of releases) {
    await git('merge', '--quiet', '--no-edit', `v${version}`).catch(() => '')
    const conflicts = await git('diff', '--name-only', '--diff-filter=U')
    expect(conflicts.trim()).toBe('package-lock.json')
    await git('checkout', '--theirs', 'package-lock.json')
    await updateLock(npm)
    await commit(`Take the release ${version}`)
    const { packages } = JSON.parse(await read('package-lock.json'))
    const own = { name: 'memos-of-an-adopter', dependencies: { jose: expect.any(String) } }
    expect(packages['']).toMatchObject({ version, ...own })
  }
  await npm('run', 'build:types')
}

async function restart(server: ServerProcess): Promise<void> {
  await server.stop()
  await server.start()
}

async function callAs({ url }: ServerProcess, { email }: { email: string }) {
  const caller = createCaller(url)
  await caller.signIn(email)
  return caller
}

async function readMemos(server: ServerProcess): Promise<string[]> {
  const { items } = await (await callAs(server, owner)).query('memos.list')
  return items.map(({ text }: { text: string }) => text)
}

/** Both are applied, although that of the release is older than that of the product. */
async function expectBothHistories({ read }: Repository, server: ServerProcess): Promise<void> {
  const readJournal = async (folder: string): Promise<{ tag: string; when: number }[]> =>
    JSON.parse(await read(`${folder}/migrations/meta/_journal.json`)).entries
  const [ours = [], own = []] = await Promise.all(['drizzle', 'product'].map(readJournal))
  expect(ours.at(-1)?.tag).toMatch(/_announcements$/)
  expect(own.map(({ tag }) => tag)).toEqual(['0000_memos'])
  expect(ours.at(-1)?.when).toBeLessThan(own[0]?.when ?? 0)
  expect(await (await callAs(server, admin)).query('health.get')).toMatchObject({
    version: releases.at(-1),
    database: { migrations: { applied: ours.length + own.length } },
  })
}

/** What the releases brought is there, beside what the product has. */
async function tryRelease(server: ServerProcess): Promise<void> {
  const caller = await callAs(server, admin)
  await caller.mutate('announcements.publish', { text: 'Tea at four.' })
  const { items: acts } = await caller.query('audit.list', { actions: ['announcement.publish', 'memo.add'] })
  expect(acts.map(({ action }: { action: string }) => action)).toEqual([
    'announcement.publish',
    ...memos.map(() => 'memo.add'),
  ])
  const { items: settings } = await caller.query('settings.list')
  const keys = settings.map(({ key }: { key: string }) => key)
  expect(keys).toEqual(expect.arrayContaining(['maxAnnouncements', 'memosPerUser']))
}

async function lookInBrowser({ npm }: Repository, server: ServerProcess): Promise<void> {
  if (!executablePath) return
  await npm('run', 'build')
  await restart(server)
  const visit = { executablePath, url: server.url }
  await writeMemo(visit, owner, { text: 'Honey', memos: memos.length + 1 })
  await readMemoOf(visit, admin, { name: owner.name, text: 'Honey' })
}
