import { onTestFinished } from 'vitest'
import { startServer } from '#e2e/server-process.ts'
import { createCaller, password } from '../upgrade/call-server.ts'

/** A server with Ada, and with an admin who has a key of these permissions. */
export async function startFilledServer({ permissions }: { permissions: string[] }) {
  const server = await startServer()
  onTestFinished(() => server.remove())
  const admin = createCaller(server.url)
  const token = new URL(server.setupLink).searchParams.get('token')
  await admin.mutate('setup.complete', { name: 'Grace', email: 'grace@example.com', password, token })
  await createCaller(server.url).register('Ada', 'ada@example.com')
  await admin.signIn('grace@example.com')
  const { secret } = await admin.mutate('keys.create', { name: 'Report', permissions })
  return { ...server, key: String(secret) }
}
