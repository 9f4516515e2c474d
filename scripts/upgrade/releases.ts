import { readFile } from 'node:fs/promises'
import { historyPlaces } from '#server/database/migrations/history.ts'
import { readGuide } from '../guide/read-guide.ts'
import { generateMigration } from '../migrations/generate-migration.ts'
import { updateLock } from './adopter.ts'
import type { Repository } from './repository.ts'

const [place] = historyPlaces

/** A file of ours, a line of it, and what a release puts behind that. */
type Edit = readonly [path: string, line: string, added: string]

const tableEdits: Edit[] = [
  ['drizzle/schema/index.ts', "export * from './activity.ts'", "export * from './announcements.ts'"],
]

const featureEdits: Edit[] = [
  [
    'shared/roles/own-permissions.ts',
    'export const ownPermissions = {',
    "  'announcements.write': ['admin'],",
  ],
  [
    'client/lib/text/en/permissions.ts',
    '  of: {',
    "    'announcements.write': 'Say something to everybody',",
  ],
  ['shared/settings.ts', 'const ownSchemas = {', '  maxAnnouncements: wholeNumber({ min: 1, max: 100 }),'],
  ['server/settings/read-settings.ts', '  signUpMode: signUp,', '  maxAnnouncements: 10,'],
  [
    'client/lib/text/en/audit.ts',
    "    signUpMode: 'Who may register',",
    "    maxAnnouncements: 'Announcements',",
  ],
  ['shared/audit/audit-acts.ts', 'export type OwnSubjectType =', "  | 'announcement'"],
  [
    'shared/audit/audit-acts.ts',
    'const ownActs = {',
    "  'announcement.publish': { subject: 'announcement', after: fields({ text }) },",
  ],
  ['client/lib/text/en/audit.ts', '  entities: {', "    announcement: 'Announcements',"],
  ['client/lib/text/en/audit.ts', '  subjects: {', "    announcement: 'Announcement',"],
  ['client/lib/text/en/audit.ts', '  actions: {', "    'announcement.publish': 'Announced',"],
  [
    'server/trpc/app-router.ts',
    "import { router } from './procedures.ts'",
    "import { announcementsRouter } from './routers/announcements.ts'",
  ],
  ['server/trpc/app-router.ts', 'const ownRouters = {', '  announcements: announcementsRouter,'],
  [
    'server/trpc/access-table-fixture.ts',
    '  ...access,',
    "  'announcements.list': ['signed-in'],\n  'announcements.publish': ['announcements.write'],",
  ],
  ['server/http/pages/page-guards.ts', 'const ownPages = {', "  '/announcements': 'signed-in',"],
  [
    'client/routes/inside-pages.ts',
    "import { part } from '../lib/part/part.ts'",
    "export const announcementsPage = part(() => import('../features/announcements/announcements-page.tsx'))",
  ],
  [
    'client/routes/account-routes.ts',
    "import { signedInRoute } from './signed-in-route.ts'",
    `
const announcementsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/announcements',
  component: insidePage(({ announcementsPage }) => announcementsPage(), 'AnnouncementsPage'),
})`,
  ],
  ['client/routes/account-routes.ts', 'export const accountRoutes = [', '  announcementsRoute,'],
  [
    'client/components/shell/navigation-places.ts',
    "      { to: '/dashboard', key: 'o', label: words.overview, Icon: IconHome, permission: null },",
    "      { to: '/announcements', key: null, label: 'Announcements', Icon: IconHome, permission: null },",
  ],
]

/** A release with a table and its migration. */
export async function releaseTable(repository: Repository): Promise<void> {
  await change(repository, 'table.md', tableEdits)
  if (!place) throw new Error('Gatehouse has a history of migrations.')
  await generateMigration(place, ['--name', 'announcements'], { root: repository.folder, asks: false })
  await release(repository, '9.1.0')
}

/** A release with a permission, a setting, an audited act, procedures and a page, of which the lists of ours know. */
export async function releaseFeature(repository: Repository): Promise<void> {
  await change(repository, 'feature.md', featureEdits)
  await release(repository, '9.2.0')
}

async function change({ write, edit }: Repository, files: string, edits: Edit[]): Promise<void> {
  const markdown = await readFile(new URL(files, import.meta.url), 'utf8')
  for (const { path, text } of readGuide(markdown)) await write(path, text)
  for (const [path, line, added] of edits) await edit(path, `${line}\n`, `${line}\n${added}\n`)
}

async function release({ edit, commit, npm, git }: Repository, version: string): Promise<void> {
  await edit('package.json', /"version": "[^"]+"/, `"version": "${version}"`)
  await updateLock(npm)
  await commit(`Release ${version}`)
  await git('tag', `v${version}`)
}
