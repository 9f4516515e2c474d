import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type Context,
  type LookedUpCaller,
  type ProcedureServices,
  unknownCaller,
} from '../../trpc/context.ts'
import { bearerOf } from './bearer-of.ts'
import type { createDescribeClient } from './describe-client.ts'
import type { DeviceCookie } from './device-cookie.ts'
import { readCookie } from './read-cookie.ts'
import type { RequestIdentity } from './request-identity.ts'

export interface RequestContextOptions {
  describeClient: ReturnType<typeof createDescribeClient>
  deviceCookie: DeviceCookie
  identity: RequestIdentity
  forProcedures: ProcedureServices
}

/** Makes what procedures know of a request. */
export type ContextOf = (request: FastifyRequest, reply: FastifyReply) => Context

// What of a context is the request's own.
type OfRequest = Exclude<
  keyof Context,
  keyof ProcedureServices | keyof LookedUpCaller | 'groupId' | 'onAdmitted'
>

const unfilled: Record<OfRequest, null> = {
  deviceToken: null,
  findCaller: null,
  withKey: null,
  requestId: null,
  clientAddress: null,
  clientNetwork: null,
  describeClient: null,
  device: null,
  now: null,
  holdsToken: null,
  setCookie: null,
  readCookie: null,
  logFailure: null,
  limitDecisions: null,
}

/**
 * Makes what procedures know of a request: once for each, however many calls its batch has. Who calls is looked up by the
 * first of them to which it matters.
 */
export function createContextOf(options: RequestContextOptions): ContextOf {
  const { describeClient, deviceCookie, forProcedures, identity } = options
  // With every key there from the beginning a context is copied in one go, and not built key by key for microseconds.
  const blank = { ...forProcedures, ...unknownCaller, ...unfilled }
  return (request, reply) => {
    const withKey = bearerOf(request) !== null
    return {
      ...blank,
      deviceToken: withKey ? null : deviceCookie.read(request),
      findCaller: createFindCaller(identity, request, reply),
      withKey,
      requestId: request.id,
      clientAddress: request.client.address,
      clientNetwork: request.client.network,
      describeClient: () => describeClient(identity.addressSourceOf(request), request.client),
      device: request.headers['user-agent']?.slice(0, 300) ?? null,
      now: new Date(),
      holdsToken: request.holdsToken,
      setCookie: (header) => {
        if (!request.holdsToken) reply.header('set-cookie', header)
      },
      readCookie: (name) => (withKey ? null : readCookie(request.headers.cookie, name)),
      logFailure: (error) => request.log.error({ err: error }, 'a part of a call failed'),
      limitDecisions: [],
    }
  }
}

/** A failed look-up is each call's to answer for. */
function createFindCaller(
  identity: RequestIdentity,
  request: FastifyRequest,
  reply: FastifyReply,
): Context['findCaller'] {
  const lookUp = async (cached: boolean): Promise<LookedUpCaller> => {
    try {
      const { actor, banned, keyRefusal } = await identity.lookUpCaller(request, reply, { cached })
      return { actor, banned, keyRefusal, lookupFailure: null }
    } catch (error) {
      request.log.warn({ err: error }, 'the caller could not be looked up')
      return { ...unknownCaller, lookupFailure: error as Error }
    }
  }
  let remembered: Promise<LookedUpCaller> | undefined
  let current: Promise<LookedUpCaller> | undefined
  return ({ cached }) => {
    if (cached && !current) {
      remembered ??= lookUp(true)
      return remembered
    }
    current ??= lookUp(false)
    return current
  }
}
