import { and, eq, gt, isNull } from 'drizzle-orm'
import { apiKey, type UserTable } from '#drizzle/schema/index.ts'
import { type CreateKeyInput, maxKeys, type NewApiKey } from '#shared/keys.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import { AppError, invalidField } from '../errors.ts'
import { createKeySecret, keyHash, keyStart } from '../key-status/key-secret.ts'
import { auditedKey, toApiKey } from '../key-status/key-view.ts'
import { parseAddressRange } from '../limits/networks.ts'
import type { ActorContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { holdMyKeys, type KeyContext } from './hold-keys.ts'
import { tellOwner } from './tell-owner.ts'

const dayMs = 24 * 60 * 60 * 1000

/** When a key ends that is made or rotated now. */
export const endOfKey = (now: Date, lifetimeDays: number) => new Date(now.getTime() + lifetimeDays * dayMs)

/**
 * Makes a key of the actor's and answers with it this once. Throws BAD_REQUEST for a permission that their role does not
 * hold and for what is no address; CONFLICT when they have twenty keys that work.
 */
export function createKey(ctx: ActorContext & KeyContext, input: CreateKeyInput): Promise<NewApiKey> {
  return holdMyKeys(ctx, (inside, me) => applyCreation(inside, me, input))
}

/** The creation itself, for an owner whose row is held. Throws as `createKey`. */
export async function applyCreation(
  ctx: ActorContext & KeyContext,
  owner: UserTable,
  { name, lifetimeDays, ...input }: CreateKeyInput,
): Promise<NewApiKey> {
  const addresses = [...new Set(input.addresses.map(toRange))]
  const permissions = [...new Set(input.permissions)]
  const missing = permissions.find((permission) => !hasPermission(owner.role, permission))
  if (missing) throw invalidField('permissions', `The role ${owner.role} does not hold ${missing}.`)
  await refuseTooMany(ctx, owner)
  const secret = createKeySecret()
  const values = { name, permissions, addresses, lifetimeDays, expiresAt: endOfKey(ctx.now, lifetimeDays) }
  const [row] = await ctx.db
    .insert(apiKey)
    .values({
      ...values,
      id: generateId(),
      userId: owner.id,
      start: keyStart(secret),
      hash: keyHash(secret),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .returning()
  if (!row) throw new Error('A key was not written.')
  await recordAudit(ctx, {
    action: 'apiKey.create',
    subject: auditedUser(owner),
    after: { ...auditedKey(row), permissions, addresses, expiresAt: row.expiresAt },
  })
  await tellOwner(ctx, owner, 'key-created', { key: row.name, until: row.expiresAt })
  return { key: toApiKey(row, ctx.now), secret }
}

function toRange(address: string): string {
  const range = parseAddressRange(address)
  if (!range)
    throw invalidField('addresses', `${address} is no address, and no range such as 203.0.113.0/24.`)
  return range.text
}

async function refuseTooMany({ db, now }: ActorContext, { id }: UserTable): Promise<void> {
  const live = await db.$count(
    apiKey,
    and(eq(apiKey.userId, id), isNull(apiKey.revokedAt), gt(apiKey.expiresAt, now)),
  )
  if (live >= maxKeys) throw new AppError('CONFLICT', `There are ${maxKeys} keys already. Revoke one first.`)
}
