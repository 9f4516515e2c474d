import { z } from 'zod'
import { idSchema } from '#shared/text/text.ts'
import { deleteMeInput, nameSchema } from '#shared/users.ts'
import type { Context } from '../../trpc/context.ts'
import type { ProcedureCaller } from '../../trpc/procedure-caller.ts'

/** A call of Better Auth's own client that procedures of ours answer, with their guards, limits and audit rows. */
export interface ClientCall {
  method: 'GET' | 'POST'
  /** Below `/api/auth`. */
  path: string
  body: z.ZodType
  answer(call: { procedures: ProcedureCaller; ctx: Context; body: never }): Promise<unknown>
}

/** A call whose answer gets the body as the schema reads it. */
const clientCall = <Body extends z.ZodType>(
  call: Omit<ClientCall, 'body' | 'answer'> & {
    body: Body
    answer(call: { procedures: ProcedureCaller; ctx: Context; body: z.output<Body> }): Promise<unknown>
  },
): ClientCall => call

const nothing = z.object({}).strict()
const done = { status: true }
const picture = 'Give the picture itself to the procedure users.setMyPicture; its address is not taken.'

export const clientCalls: readonly ClientCall[] = [
  clientCall({
    method: 'POST',
    path: '/update-user',
    body: z
      .object({ name: nameSchema.optional(), image: z.null(picture).optional() })
      .strict()
      .refine((change) => Object.keys(change).length > 0, 'There is nothing to change.'),
    async answer({ procedures, body: { name, image } }) {
      if (name !== undefined) await procedures.users.updateMe({ name })
      if (image === null) await procedures.users.setMyPicture({ picture: null })
      return done
    },
  }),
  clientCall({
    method: 'POST',
    path: '/delete-user',
    body: deleteMeInput,
    async answer({ procedures, body }) {
      await procedures.users.deleteMe(body)
      return { success: true, message: 'User deleted' }
    },
  }),
  clientCall({
    method: 'GET',
    path: '/list-sessions',
    body: nothing,
    async answer({ procedures, ctx }) {
      const sessions = await procedures.sessions.mine()
      return sessions.map(({ id, device, address, createdAt, lastSeenAt, expiresAt }) => ({
        id,
        // Never the token itself, which would be a way in; what ends the session takes this in its place.
        token: id,
        userId: ctx.actor?.user.id,
        createdAt,
        updatedAt: lastSeenAt,
        expiresAt,
        ipAddress: address,
        userAgent: device ? [device.browser, device.os].filter(Boolean).join(' on ') : null,
      }))
    },
  }),
  clientCall({
    method: 'POST',
    path: '/revoke-session',
    body: z.object({ token: idSchema }).strict(),
    async answer({ procedures, body: { token } }) {
      await procedures.sessions.end({ id: token })
      return done
    },
  }),
  clientCall({
    method: 'POST',
    path: '/revoke-other-sessions',
    body: nothing,
    async answer({ procedures }) {
      await procedures.sessions.endOthers()
      return done
    },
  }),
  clientCall({
    method: 'POST',
    path: '/revoke-sessions',
    body: nothing,
    async answer({ procedures, ctx }) {
      await procedures.sessions.endOthers()
      await procedures.sessions.end({ id: ctx.actor?.session?.id ?? '' })
      return done
    },
  }),
]

const ofProviders = 'The tokens of providers stay on the server.'
const codesOfApps = 'Codes come from an app: call two-factor/verify-totp.'

/** What Better Auth's client can ask besides and gets no answer to: what to do instead. */
export const insteadOf: Readonly<Record<string, string>> = {
  'GET /delete-user/callback': 'An account is deleted by delete-user, with its password.',
  'POST /get-access-token': ofProviders,
  'POST /refresh-token': ofProviders,
  'GET /account-info': ofProviders,
  'POST /update-session': 'A session has no fields of its own.',
  'POST /verify-password': 'Call the procedure sessions.confirm.',
  'POST /get-session': 'Call get-session with GET.',
  'POST /two-factor/get-totp-uri': 'The address is in the answer of two-factor/enable, and shown only once.',
  'POST /two-factor/send-otp': codesOfApps,
  'POST /two-factor/verify-otp': codesOfApps,
}
