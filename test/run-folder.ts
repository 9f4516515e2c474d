import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a run of the tests keeps what its workers share; the run removes it when it ends. */
export const runFolder = (run: string) => join(tmpdir(), `gatehouse-test-${run}`)
