import { createTestApp, type TestAppOptions } from './app.ts'
import { readAudit } from './audit-log.ts'

/** The whole server with an admin who is signed in at an address of their own, and what they did so far. */
export async function createAppWithAdmin(options?: TestAppOptions) {
  const app = await createTestApp(options)
  const admin = app.browser('192.0.2.1')
  const { id: adminId } = await admin.become({ role: 'admin', name: 'Admin' })
  /** What the admin did, the first act first. */
  const audited = async () =>
    (await readAudit(app.database.db)).filter(
      ({ actorId, action }) => actorId === adminId && !/^(user.signUp|session\.)/.test(action),
    )
  return { ...app, admin, adminId, audited }
}
