import type { Logger } from 'pino'

// What a caller brings about, although Better Auth calls it an error: a state, a code or a credential that is not right.
const callersFaults = new Set([
  'INVALID_CALLBACK_REQUEST',
  'State not found',
  'Failed to parse state',
  'Failed to validate authorization code',
  'Failed to verify registration',
  'Failed to verify authentication',
])

/**
 * Writes down what Better Auth has to say. It is an error only where something was thrown that no caller can bring about:
 * else strangers could fill the log with failures. An answer of Better Auth that is one is logged where it is received.
 */
export const createAuthLog =
  (logger: Logger) =>
  (level: 'debug' | 'info' | 'warn' | 'error', message: string, detail: unknown): void => {
    const failed = level === 'error' && detail instanceof Error && !callersFaults.has(message)
    if (failed) logger.error({ err: detail }, `better-auth: ${message}`)
    else logger[level === 'debug' ? 'debug' : 'info']({}, `better-auth: ${message}`)
  }
