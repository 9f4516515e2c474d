import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'

/**
 * Has the process see to connections, requests and timers between two statements of an open PGlite. It runs each of them at
 * once, so that all that wait would else go before whatever comes in meanwhile; of new connections Node takes one a turn.
 */
export function takeTurns(client: PGlite): void {
  const runAlone = client._runExclusiveQuery.bind(client)
  let turn: Promise<unknown> = Promise.resolve()
  client._runExclusiveQuery = (statement) =>
    runAlone(async () => {
      await turn
      turn = nextTurn()
      return statement()
    })
}
