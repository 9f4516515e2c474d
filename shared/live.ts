import { z } from 'zod'
import { type ConsoleTopic, consoleTopics } from './live-topics.ts'
import { type Permission, permissionTable } from './roles/roles.ts'
import { idSchema } from './text/text.ts'

const topics = Object.keys(consoleTopics) as [ConsoleTopic, ...ConsoleTopic[]]

/** What is told to open streams as it happens; each says what to read anew, and carries none of it. */
export const liveNewsSchema = z.discriminatedUnion('kind', [
  /** The user's sessions are others than before. */
  z.object({ kind: z.literal('sessions') }),
  z.object({ kind: z.enum(topics) }),
])
export type LiveNews = z.infer<typeof liveNewsSchema>

/** Who hears it: a user or some, in all their sessions, or everybody with a permission. */
export const liveAudienceSchema = z.union([
  z.object({ userId: idSchema }),
  z.object({ userIds: z.array(idSchema) }),
  z.object({ permission: z.enum(Object.keys(permissionTable) as [Permission, ...Permission[]]) }),
])
export type LiveAudience = z.infer<typeof liveAudienceSchema>

/**
 * Why a stream ended: its session is over (ended, expired, or its user deleted), its user was banned or has another
 * role, or newer streams of the same session or user took its place.
 */
export type LiveEnd = 'signed-out' | 'banned' | 'role' | 'replaced'

/** What a stream says. After `ready` nothing is missed; it comes again whenever something may have been. */
export type LiveEvent = { kind: 'ready' } | { kind: 'ended'; reason: LiveEnd } | LiveNews
