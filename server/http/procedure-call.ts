import type { AnyTRPCRouter, TRPCError, TRPCProcedureType } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** What answers calls to a router: the part of tRPC's own options that both of our hosts take. */
export interface HostOptions<Context> {
  /** Without a transformer, as ours: answers are JSON as it is. */
  router: AnyTRPCRouter
  maxBatchSize: number
  responseMeta(of: {
    ctx?: Context
    errors: TRPCError[]
    paths?: readonly string[]
    type: TRPCProcedureType | 'unknown'
  }): { headers: Record<string, string> }
  onError(of: { error: TRPCError; path?: string; ctx?: Context }): void
}

/** A request for procedures. */
export interface ProcedureCall<Context> {
  request: FastifyRequest
  reply: FastifyReply
  /** The names of the procedures, as the path has them. */
  path: string
  createContext(): Promise<Context>
}
