import {
  createKeyInput,
  keyIdInput,
  listKeysInput,
  renameKeyInput,
  reportKeyInput,
  revokeKeyOfInput,
} from '#shared/keys.ts'
import { createKey } from '../../keys/create-key.ts'
import { listKeysOf, listMyKeys } from '../../keys/list-keys.ts'
import { renameKey } from '../../keys/rename-key.ts'
import { reportKey } from '../../keys/report-key.ts'
import { revokeKey, revokeKeyOf } from '../../keys/revoke-key.ts'
import { rotateKey } from '../../keys/rotate-key.ts'
import { adminProcedure, openProcedure, protectedProcedure, router } from '../procedures.ts'

// No key makes, changes or ends another one, nor does an admin in the name of somebody else.
const ownKeys = protectedProcedure.meta({ keys: false, whileImpersonating: false })

export const keysRouter = router({
  /** Lists my API keys. */
  mine: protectedProcedure
    .meta({ keys: false, rest: 'GET /api/me/keys' })
    .query(({ ctx }) => listMyKeys(ctx)),
  /** Makes an API key. It is in this answer only. */
  create: ownKeys
    .meta({ fresh: true, rest: 'POST /api/me/keys', answersSecret: true })
    .input(createKeyInput)
    .mutation(({ ctx, input }) => createKey(ctx, input)),
  /** Renames an API key of mine. */
  rename: ownKeys
    .meta({ rest: 'PATCH /api/me/keys/{id}' })
    .input(renameKeyInput)
    .mutation(({ ctx, input }) => renameKey(ctx, input)),
  /** Makes another API key in the place of one. The old one works for an hour more. */
  rotate: ownKeys
    .meta({ fresh: true, rest: 'POST /api/me/keys/{id}/rotate', answersSecret: true })
    .input(keyIdInput)
    .mutation(({ ctx, input }) => rotateKey(ctx, input)),
  /** Revokes an API key of mine. */
  revoke: ownKeys
    .meta({ rest: 'DELETE /api/me/keys/{id}' })
    .input(keyIdInput)
    .mutation(({ ctx, input }) => revokeKey(ctx, input)),
  /** Lists a user's API keys. */
  list: adminProcedure
    .meta({ permission: 'users.list', keys: false, rest: 'GET /api/admin/users/{userId}/keys' })
    .input(listKeysInput)
    .query(({ ctx, input }) => listKeysOf(ctx, input)),
  /** Revokes a user's API key. */
  revokeOf: adminProcedure
    .meta({ permission: 'users.moderate', keys: false, rest: 'DELETE /api/admin/users/{userId}/keys/{id}' })
    .input(revokeKeyOfInput)
    .mutation(({ ctx, input }) => revokeKeyOf(ctx, input)),
  /** Revokes an API key that was found somewhere. */
  // For everybody who has found one; as few guesses as at passwords.
  report: openProcedure
    .meta({ limit: 'sign-in', keys: false, rest: 'POST /api/keys/report' })
    .input(reportKeyInput)
    .mutation(({ ctx, input }) => reportKey(ctx, input)),
})
