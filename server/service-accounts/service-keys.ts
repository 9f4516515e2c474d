import type { ApiKey, NewApiKey } from '#shared/keys.ts'
import type {
  CreateServiceKeyInput,
  RenameServiceKeyInput,
  ServiceKeyInput,
} from '#shared/service-accounts.ts'
import { applyCreation } from '../keys/create-key.ts'
import { type KeyContext, lockKey } from '../keys/hold-keys.ts'
import { applyRename } from '../keys/rename-key.ts'
import { applyRevocation } from '../keys/revoke-key.ts'
import { applyRotation } from '../keys/rotate-key.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnService } from './act-on-service.ts'

type Context = ActorContext & KeyContext

/** Makes a key of a service account. Throws as `actOnService`, and as somebody's own key. */
export const createServiceKey = (
  ctx: Context,
  { accountId, ...input }: CreateServiceKeyInput,
): Promise<NewApiKey> =>
  actOnService(ctx, { id: accountId }, (inside, account) => applyCreation(inside, account, input))

/** Gives a key of a service account another name. */
export const renameServiceKey = (
  ctx: Context,
  { accountId, ...input }: RenameServiceKeyInput,
): Promise<ApiKey> =>
  actOnService(ctx, { id: accountId }, (inside, account) => applyRename(inside, account, input))

/** Replaces a key of a service account; the old one works for an hour more. */
export const rotateServiceKey = (ctx: Context, { accountId, id }: ServiceKeyInput): Promise<NewApiKey> =>
  actOnService(ctx, { id: accountId }, (inside, account) => applyRotation(inside, account, id))

/** Revokes a key of a service account. */
export const revokeServiceKey = (ctx: Context, { accountId, id }: ServiceKeyInput): Promise<ApiKey> =>
  actOnService(ctx, { id: accountId }, async (inside, owner) =>
    applyRevocation(inside, { owner, key: await lockKey(inside.db, { userId: accountId, id }) }),
  )
