import pino, { type DestinationStream } from 'pino'

const flushAtBytes = 8 * 1024
const flushEveryMs = 100
const warn = pino.levels.values.warn ?? 40

/**
 * Writes the process's log to its standard output in bulk: at the latest after a tenth of a second, with the first warning
 * or error, and before the process ends, unless something kills it at once (SIGKILL).
 */
export function createLogOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: true, minLength: flushAtBytes, periodicFlush: flushEveryMs })
  process.on('exit', () => output.flushSync())
  const bulk = {
    // pino then says the level of each line.
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line)
      if (bulk.lastLevel >= warn) output.flushSync()
    },
  }
  return bulk
}
