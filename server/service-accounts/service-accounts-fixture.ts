import type { CreateKeyInput, NewApiKey } from '#shared/keys.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { ServiceAccount, ServiceAccountDetail } from '#shared/service-accounts.ts'
import { createProgram, withKeys } from '../keys/keys-fixture.ts'

/** An app with an admin, and what makes service accounts with a key. */
export async function withServices(given?: Parameters<typeof withKeys>[0]) {
  const app = await withKeys(given)
  const admin = app.browser()
  const adminUser = await admin.become({ role: 'admin' })
  async function service(role: Role = 'user', input: Partial<CreateKeyInput> = {}) {
    const account = (await admin.mutate<ServiceAccount>('serviceAccounts.create', { name: 'Nightly', role }))
      .data
    const { data } = await admin.mutate<NewApiKey>('serviceAccounts.createKey', {
      accountId: account.id,
      name: 'Backup',
      ...input,
    })
    return { ...account, ...data, program: createProgram(app, data.secret) }
  }
  return {
    ...app,
    admin,
    adminUser,
    service,
    view: async (id: string) => (await admin.query<ServiceAccountDetail>('serviceAccounts.get', { id })).data,
  }
}
