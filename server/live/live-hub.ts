import type { LiveAudience, LiveEnd, LiveEvent } from '#shared/live.ts'
import { type ConsoleTopic, consoleTopics } from '#shared/live-topics.ts'
import { hasPermission, type Role } from '#shared/roles/roles.ts'
import type { Database } from '../database/database.ts'
import type { Listener } from '../database/listen.ts'
import { unavailable } from '../errors.ts'
import { requireSession } from '../key-status/require-session.ts'
import type { Actor } from '../service-context.ts'
import { hearLive } from './live-news.ts'
import { findLiveRoles, findLiveUsers } from './live-roles.ts'
import { createLiveStream, type LiveStream, type LiveViewer } from './live-stream.ts'
import { createThrottle } from './throttle.ts'

export interface LiveHub {
  /** How many streams are open. */
  readonly size: number
  /**
   * Opens a stream for the actor, until `signal`. The oldest ends for the sixth of a session and the 21st of a user.
   * Throws SERVICE_UNAVAILABLE when the process holds as many as it may, or stops.
   */
  open(actor: Actor, signal?: AbortSignal): AsyncGenerator<LiveEvent, void>
  /** Drops every stream, so that browsers go to another replica, and opens no more. */
  close(): void
}

export interface LiveHubOptions {
  db: Database
  listener: Listener
  /** Hears of each time that the sessions could not be looked at. */
  onError?: (error: unknown) => void
  /** How many streams the process holds; 10,000 unless given. */
  maxStreams?: number
}

const checkMs = 2000
const maxOfSession = 5
const maxOfUser = 20
// Each replica tells by itself what it blocked; however many they are, a browser hears it once a second.
const topicEveryMs = 1000

/** The open streams of this process: what they hear, and that none outlives its session by more than two seconds. */
export async function createLiveHub(options: LiveHubOptions): Promise<LiveHub> {
  const { db, listener, onError = () => {}, maxStreams = 10_000 } = options
  const streams: Streams = new Map()
  let size = 0
  let closed = false
  const check = oneAtATime(() => endThoseOver(db, [...allOf(streams)]).catch(onError))
  const timer = setInterval(check, checkMs)
  timer.unref()

  const topics = createThrottle<ConsoleTopic>((topic) => {
    for (const stream of audience(streams, { permission: consoleTopics[topic] })) stream.say({ kind: topic })
  }, topicEveryMs)

  // The only news of a user's own beside their sessions.
  const owners = createThrottle<string>((userId) => {
    for (const stream of audience(streams, { userId })) stream.say({ kind: 'credits' })
  }, topicEveryMs)

  const stopHearing = await hearLive(listener, {
    onMessage({ to, news }) {
      if (news.kind !== 'sessions') {
        if ('permission' in to) return topics.offer(news.kind)
        for (const userId of usersOf(to)) if (streams.has(userId)) owners.offer(userId)
        return
      }
      // First why a stream is over: the news would only make its pages ask, and be refused without a reason.
      void check().then(() => {
        for (const stream of audience(streams, to)) stream.say(news)
      })
    },
    onReady() {
      for (const stream of allOf(streams)) stream.say({ kind: 'ready' })
    },
  })

  function forget(stream: LiveStream) {
    const ofUser = streams.get(stream.viewer.userId)
    if (!ofUser?.delete(stream)) return
    size -= 1
    if (ofUser.size === 0) streams.delete(stream.viewer.userId)
  }

  return {
    get size() {
      return size
    },
    open(actor, signal) {
      const { user } = actor
      const session = requireSession(actor)
      replaceOldest([...(streams.get(user.id) ?? [])], session.id)
      if (closed || size >= maxStreams) throw unavailable()
      const viewer = { sessionId: session.id, userId: user.id, role: user.role }
      const stream = createLiveStream(viewer, forget)
      streams.set(user.id, (streams.get(user.id) ?? new Set()).add(stream))
      size += 1
      signal?.addEventListener('abort', stream.drop, { once: true })
      if (signal?.aborted) stream.drop()
      return stream.events
    },
    close() {
      closed = true
      stopHearing()
      clearInterval(timer)
      topics.close()
      owners.close()
      for (const stream of [...allOf(streams)]) stream.drop()
    },
  }
}

/** By their user; of each user the oldest first. */
type Streams = Map<string, Set<LiveStream>>

function* allOf(streams: Streams): Generator<LiveStream> {
  for (const ofUser of streams.values()) yield* ofUser
}

const usersOf = (to: LiveAudience): string[] =>
  'userId' in to ? [to.userId] : 'userIds' in to ? to.userIds : []

function audience(streams: Streams, to: LiveAudience): LiveStream[] {
  if (!('permission' in to)) return usersOf(to).flatMap((userId) => [...(streams.get(userId) ?? [])])
  return [...allOf(streams)].filter(({ viewer }) => hasPermission(viewer.role, to.permission))
}

function replaceOldest(ofUser: LiveStream[], sessionId: string): void {
  const ofSession = ofUser.filter(({ viewer }) => viewer.sessionId === sessionId)
  const oldest = ofSession.length >= maxOfSession ? ofSession[0] : ofUser[0]
  if (ofSession.length >= maxOfSession || ofUser.length >= maxOfUser) oldest?.end('replaced')
}

async function endThoseOver(db: Database, open: LiveStream[]): Promise<void> {
  if (open.length === 0) return
  const roles = await findLiveRoles(db, [...new Set(open.map(({ viewer }) => viewer.sessionId))])
  const over = open.filter(({ viewer }) => roles.get(viewer.sessionId) !== viewer.role)
  const users = await findLiveUsers(db, [...new Set(over.map(({ viewer }) => viewer.userId))])
  for (const stream of over) stream.end(endOf(stream.viewer, users.get(stream.viewer.userId)))
}

function endOf({ role }: LiveViewer, now: { role: Role; banned: boolean } | undefined): LiveEnd {
  if (now?.banned) return 'banned'
  return now && now.role !== role ? 'role' : 'signed-out'
}

// What is asked for meanwhile is done once more afterwards, since the run under way may have looked too early. Each
// promise is of a run that began after it was asked for.
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (): Promise<void> => {
    if (running) {
      next ??= running.then(() => {
        next = null
        return start()
      })
      return next
    }
    running = run().finally(() => {
      running = null
    })
    return running
  }
  return start
}
