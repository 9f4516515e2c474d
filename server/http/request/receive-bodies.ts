import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, unavailable } from '../../errors.ts'

/** The most that a body may hold. */
export const maxBodyBytes = 1024 * 1024
// What is read from a body takes many times its size, and its memory comes back late. Few calls send more than a form
// holds, so that few of these in a second are enough for them, and cost little when somebody sends hundreds.
const largeBodyBytes = 64 * 1024
const maxLargeBodies = 4
const roomAgainAfterMs = 1000

export interface ReceiveBodiesOptions {
  /** How long a body may take to arrive, from the end of its headers on. */
  bodyTimeoutMs: number
}

/**
 * Reads the bodies of all routes, as JSON text that nobody has parsed yet. Refused are: with 408 what does not arrive in
 * time, with 413 what is too much, with 400 what is not UTF-8, and with 503 a large one while there is no room for it.
 */
export function receiveBodies(app: FastifyInstance, { bodyTimeoutMs }: ReceiveBodiesOptions) {
  const large = new Set<IncomingMessage>()
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (mayBeLarge(request)) {
      reply.raw.once('close', () => {
        if (large.has(request.raw)) setTimeout(() => large.delete(request.raw), roomAgainAfterMs).unref()
      })
    }
    done()
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (request: FastifyRequest, payload: IncomingMessage) => {
    const announced = Number(request.headers['content-length'] ?? 0)
    const onSize = (bytes: number) => {
      if (bytes > maxBodyBytes) throw new AppError('PAYLOAD_TOO_LARGE', 'A request holds 1 MiB at most.')
      if (bytes <= largeBodyBytes || large.has(request.raw)) return
      if (large.size >= maxLargeBodies) throw unavailable()
      large.add(request.raw)
    }
    return readText(payload, { announced, onSize, bodyTimeoutMs })
  })
}

// Without a length it may come to anything.
function mayBeLarge({ headers }: FastifyRequest): boolean {
  const length = headers['content-length']
  return length === undefined
    ? headers['transfer-encoding'] !== undefined
    : !(Number(length) <= largeBodyBytes)
}

interface Reading {
  /** The bytes to come, as its header says. */
  announced: number
  /** Throws when a body of so many bytes is refused. */
  onSize(bytes: number): void
  bodyTimeoutMs: number
}

function readText(payload: IncomingMessage, { announced, onSize, bodyTimeoutMs }: Reading): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    onSize(announced)
    const chunks: Buffer[] = []
    let bytes = 0
    const timer = setTimeout(() => refuse(tooSlow()), bodyTimeoutMs)
    const refuse = (error: unknown) => {
      stop()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      bytes += chunk.length
      try {
        onSize(bytes)
        chunks.push(chunk)
      } catch (error) {
        refuse(error)
      }
    }
    const onEnd = () => {
      stop()
      const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)
      if (isUtf8(whole)) resolve(whole.toString('utf8'))
      else reject(new AppError('BAD_REQUEST', 'The body is not UTF-8.'))
    }
    const onError = () => refuse(new AppError('BAD_REQUEST', 'The body did not arrive whole.'))
    const stop = () => {
      clearTimeout(timer)
      payload.off('data', onData).off('end', onEnd).off('error', onError)
    }
    payload.on('data', onData).on('end', onEnd).on('error', onError)
  })
}

const tooSlow = () =>
  Object.assign(new AppError('BAD_REQUEST', 'The body did not arrive in time.'), { statusCode: 408 })
