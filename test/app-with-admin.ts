import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { onTestFinished } from 'vitest'
import { type AuditEvent, auditChannel } from '#server/audit/record-audit.ts'
import { createTestApp } from './app.ts'

/** The whole server with an admin who is signed in at an address of their own, and what is recorded from then on. */
export async function createAppWithAdmin() {
  const app = await createTestApp()
  const admin = app.browser('192.0.2.1')
  const { id: adminId } = await admin.register({ role: 'admin', name: 'Admin' })
  const audited: AuditEvent[] = []
  const keep = (event: unknown) => void audited.push(event as AuditEvent)
  subscribe(auditChannel, keep)
  onTestFinished(() => void unsubscribe(auditChannel, keep))
  return { ...app, admin, adminId, audited }
}
