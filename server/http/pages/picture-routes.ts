import type { FastifyInstance } from 'fastify'
import { picturesPath } from '#shared/pictures.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { getPicture } from '../../users/picture/get-picture.ts'
import type { RequestIdentity } from '../request/request-identity.ts'

// Opened by itself it is a page of ours: it runs nothing, whatever a browser takes its bytes for.
const policy = "default-src 'none'; sandbox; frame-ancestors 'none'"
const hashPattern = /^[\w-]{43}$/

export interface PictureRoutesOptions {
  db: Database
  identity: Pick<RequestIdentity, 'lookUp'>
}

/** Users' pictures, for everybody who is signed in. What lies at a path never changes, so browsers keep it. */
export async function pictureRoutes(app: FastifyInstance, { db, identity }: PictureRoutesOptions) {
  app.get<{ Params: { hash: string } }>(`${picturesPath}/:hash`, async (request, reply) => {
    const { hash } = request.params
    if (!hashPattern.test(hash)) throw noPicture()
    const { actor, banned } = await identity.lookUp(request)
    if (!actor || banned) throw new AppError('UNAUTHORIZED', 'Sign in to see pictures.')
    const picture = await getPicture(db, { hash })
    if (!picture) throw noPicture()
    return reply
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('content-security-policy', policy)
      .type(picture.type)
      .send(picture.bytes)
  })
}

const noPicture = () => new AppError('NOT_FOUND', 'There is no such picture.')
