import { DrizzleQueryError } from 'drizzle-orm'
import pino, { type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './config.ts'

const secretNames = [
  'password',
  'newPassword',
  'token',
  'secret',
  'cookie',
  'authorization',
  'accessToken',
  'refreshToken',
  'idToken',
]

/** The process's log: JSON lines, in which user text cannot begin a line of its own and secrets do not appear. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[redacted]',
    },
    serializers: { err: describeError, error: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

interface ErrorDescription {
  type: string
  message: string
  code?: string
  stack?: string
  query?: string
  cause?: ErrorDescription
}

/** An error as the log may have it: never a statement's parameters, which hold hashes, tokens and addresses. */
export function describeError(error: unknown): ErrorDescription | unknown {
  if (!(error instanceof Error)) return error
  const failedQuery = error instanceof DrizzleQueryError
  return {
    type: error.name,
    message: loggableMessage(error),
    ...('code' in error && { code: String(error.code) }),
    ...(failedQuery ? { query: error.query } : { stack: stackOf(error) }),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) as ErrorDescription }),
  }
}

// Wherever it stands: whoever reads the log could call with it.
const keys = /gh_live_\w+/g

// That of a failed query holds its parameters, that of a SyntaxError a part of the text that was read.
function loggableMessage(error: Error): string {
  if (error instanceof DrizzleQueryError) return 'A query failed.'
  return error instanceof SyntaxError
    ? 'What was read is not as it must be.'
    : error.message.replace(keys, 'gh_live_[redacted]')
}

// The stack without its first lines: they repeat the message.
function stackOf(error: Error): string | undefined {
  return error.stack?.slice(error.stack.search(/\n\s+at /) + 1)
}

// What follows these names is a secret, however the path around them is written.
const secretPaths = /((?:reset-password|\/dev\/+mail)(?:\/|%2f)).*/i
// A long word that is no word: a token, or an id. Files of the client, whose names end in a hash, are none.
// It begins where a word does: tried from every letter on, a long path would take the square of its length.
const token = /(?<![\w~%-])(?=[\w~%-]*[A-Z0-9])[\w~%-]{20,}(?![\w~%-]|\.(?:js|css|map)$)/g

const longestPath = 500

/** A request's path as the log may have it, not at any length: queries hold tokens and input, and are left out. */
export function loggablePath(url: string): string {
  const path = (url.split('?', 1)[0] ?? '').replace(secretPaths, '$1[redacted]').replace(token, '[redacted]')
  return path.length > longestPath ? `${path.slice(0, longestPath)}[cut]` : path
}
