import { AsyncLocalStorage } from 'node:async_hooks'
import { availableParallelism } from 'node:os'
import { AppError } from '../../errors.ts'

export interface PasswordQueue {
  /**
   * Runs what hashes or tests a password when it is the caller's turn, which ends with the hash; `caller` is their
   * network. Throws SERVICE_UNAVAILABLE when there is no place to wait in, or when one who asks for less takes it.
   */
  enter<Result>(caller: string, run: () => Promise<Result>): Promise<Result>
  /** Throws what `enter` would throw at this moment, so that a call that has no chance costs nothing else. */
  refuseIfFull(caller: string): void
}

/** Who stands before a hash: the queue, and the network that counts as one caller. */
export interface QueuedCaller {
  passwordQueue: PasswordQueue
  clientNetwork: string
}

interface Waiting {
  begin(): void
  refuse(error: AppError): void
}

interface Turn {
  spent: boolean
  end(): void
  /** The next turn, for a second hash of the same call: half of it is done, so nothing refuses it any more. */
  renew(): Promise<void>
}

const storage = new AsyncLocalStorage<Turn>()

/**
 * Hashes in the turn of the call, which ends with it: what follows takes longer for a known address, and nobody who
 * waits must notice. Outside of a queue, as on the command line, it runs at once.
 */
export async function spendTurn<Result>(hash: () => Promise<Result>): Promise<Result> {
  const turn = storage.getStore()
  if (!turn) return hash()
  if (turn.spent) await turn.renew()
  turn.spent = true
  try {
    return await hash()
  } finally {
    turn.end()
  }
}

// Half of the processors, and of the four threads that Node has for such work never the last: a hash takes a whole one
// for tens of milliseconds, in which all other calls want to be answered too.
const ownShare = () => Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2)))
// About a second of waiting. Who comes later is better told at once than kept for long.
const waitingPerTurn = 24
const retryAfterMs = 2000

/**
 * What hashes or tests passwords takes turns before anything else of it is done, so that nobody waits with a connection
 * or a reserved attempt in hand. Networks take turns as well, and when no place is left, the newest of the network that
 * has most of them gives its own to one that has fewer.
 */
export function createPasswordQueue(options: { turns?: number; places?: number } = {}): PasswordQueue {
  const { turns = ownShare(), places = turns * waitingPerTurn } = options
  // Whose turn is next comes first.
  const callers = new Map<string, Waiting[]>()
  const renewing: (() => void)[] = []
  let running = 0
  let waiting = 0

  function takeNext(): (() => void) | undefined {
    const renewed = renewing.shift()
    if (renewed) return renewed
    for (const [caller, line] of callers) {
      const next = line.shift()
      callers.delete(caller)
      if (line.length > 0) callers.set(caller, line)
      waiting -= 1
      return next?.begin
    }
  }

  // Those who wait for a network that has two places more than the caller's: the newest of them may have to go.
  function yielding(caller: string): Waiting[] | null {
    const own = callers.get(caller)?.length ?? 0
    let longest: Waiting[] = []
    for (const line of callers.values()) if (line.length > longest.length) longest = line
    return longest.length > own + 1 ? longest : null
  }

  const hasPlace = (caller: string) => running < turns || waiting < places || yielding(caller) !== null

  function makePlace(caller: string): void {
    if (running < turns || waiting < places) return
    yielding(caller)?.pop()?.refuse(noPlace())
    waiting -= 1
  }

  function wait(caller: string): Promise<void> {
    return new Promise((begin, refuse) => {
      const line = callers.get(caller) ?? []
      line.push({ begin, refuse })
      callers.set(caller, line)
      waiting += 1
    })
  }

  function end(): void {
    const next = takeNext()
    if (next) next()
    else running -= 1
  }

  async function renew(): Promise<void> {
    if (running < turns) running += 1
    else await new Promise<void>((begin) => renewing.push(begin))
  }

  function refuseIfFull(caller: string): void {
    if (!hasPlace(caller)) throw noPlace()
  }

  return {
    refuseIfFull,
    async enter(caller, run) {
      refuseIfFull(caller)
      makePlace(caller)
      if (running < turns) running += 1
      else await wait(caller)
      const turn: Turn = { spent: false, end, renew }
      try {
        return await storage.run(turn, run)
      } finally {
        if (!turn.spent) end()
      }
    },
  }
}

const noPlace = () =>
  new AppError('SERVICE_UNAVAILABLE', 'Too many people sign in at this moment. Try again in a few seconds.', {
    reason: { kind: 'busy', retryAfterMs },
  })
