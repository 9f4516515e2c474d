import {
  createServiceAccountInput,
  createServiceKeyInput,
  renameServiceAccountInput,
  renameServiceKeyInput,
  serviceAccountIdInput,
  serviceKeyInput,
  setServiceRoleInput,
} from '#shared/service-accounts.ts'
import { createServiceAccount } from '../../service-accounts/create-service-account.ts'
import { getServiceAccount, listServiceAccounts } from '../../service-accounts/list-service-accounts.ts'
import {
  disableServiceAccount,
  enableServiceAccount,
  removeServiceAccount,
  renameServiceAccount,
  setServiceRole,
} from '../../service-accounts/service-acts.ts'
import {
  createServiceKey,
  renameServiceKey,
  revokeServiceKey,
  rotateServiceKey,
} from '../../service-accounts/service-keys.ts'
import { adminProcedure, router } from '../procedures.ts'

const read = adminProcedure.meta({ permission: 'serviceAccounts.read' })
const manage = adminProcedure.meta({ permission: 'serviceAccounts.manage' })

// A key of an admin's neither makes nor changes others, nor does it give a role.
export const serviceAccountsRouter = router({
  /** Lists the service accounts. */
  list: read.meta({ rest: 'GET /api/admin/service-accounts' }).query(({ ctx }) => listServiceAccounts(ctx)),
  /** Reads a service account with its keys. */
  get: read
    .meta({ rest: 'GET /api/admin/service-accounts/{id}' })
    .input(serviceAccountIdInput)
    .query(({ ctx, input }) => getServiceAccount(ctx, input)),
  /** Makes a service account. */
  create: manage
    .meta({ fresh: true, rest: 'POST /api/admin/service-accounts' })
    .input(createServiceAccountInput)
    .mutation(({ ctx, input }) => createServiceAccount(ctx, input)),
  /** Renames a service account. */
  rename: manage
    .meta({ rest: 'PATCH /api/admin/service-accounts/{id}' })
    .input(renameServiceAccountInput)
    .mutation(({ ctx, input }) => renameServiceAccount(ctx, input)),
  /** Gives a service account another role. */
  setRole: manage
    .meta({ fresh: true, rest: 'PUT /api/admin/service-accounts/{id}/role' })
    .input(setServiceRoleInput)
    .mutation(({ ctx, input }) => setServiceRole(ctx, input)),
  /** Disables a service account: its keys are refused from the next call on. */
  disable: manage
    .meta({ rest: 'POST /api/admin/service-accounts/{id}/disable' })
    .input(serviceAccountIdInput)
    .mutation(({ ctx, input }) => disableServiceAccount(ctx, input)),
  /** Enables a service account again. */
  enable: manage
    .meta({ rest: 'POST /api/admin/service-accounts/{id}/enable' })
    .input(serviceAccountIdInput)
    .mutation(({ ctx, input }) => enableServiceAccount(ctx, input)),
  /** Deletes a service account with its keys. */
  remove: manage
    .meta({ rest: 'DELETE /api/admin/service-accounts/{id}' })
    .input(serviceAccountIdInput)
    .mutation(({ ctx, input }) => removeServiceAccount(ctx, input)),
  /** Makes a key of a service account. It is in this answer only. */
  createKey: manage
    .meta({
      fresh: true,
      rest: 'POST /api/admin/service-accounts/{accountId}/keys',
      answersSecret: true,
    })
    .input(createServiceKeyInput)
    .mutation(({ ctx, input }) => createServiceKey(ctx, input)),
  /** Renames a key of a service account. */
  renameKey: manage
    .meta({ rest: 'PATCH /api/admin/service-accounts/{accountId}/keys/{id}' })
    .input(renameServiceKeyInput)
    .mutation(({ ctx, input }) => renameServiceKey(ctx, input)),
  /** Makes another key in the place of one. The old one works for an hour more. */
  rotateKey: manage
    .meta({
      fresh: true,
      rest: 'POST /api/admin/service-accounts/{accountId}/keys/{id}/rotate',
      answersSecret: true,
    })
    .input(serviceKeyInput)
    .mutation(({ ctx, input }) => rotateServiceKey(ctx, input)),
  /** Revokes a key of a service account. */
  revokeKey: manage
    .meta({ keys: false, rest: 'DELETE /api/admin/service-accounts/{accountId}/keys/{id}' })
    .input(serviceKeyInput)
    .mutation(({ ctx, input }) => revokeServiceKey(ctx, input)),
})
