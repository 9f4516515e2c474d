import { type CallInput, nothing } from '#server/http/rest/rest-inputs-fixture.ts'
import { reason, type World } from '#server/http/rest/world-fixture.ts'

const view = { list: 'users', name: 'Admins', query: 'role=admin' }
const viewed = async ({ made }: World) => ({ id: (await made('views.create', view)).id })
const impersonated = ({ subject: { id } }: World) => ({ userId: id, reason })

/** The same for the procedures that REST does not have. */
export const otherInputs: Record<string, CallInput> = {
  'health.ping': nothing,
  'sessions.impersonate': impersonated,
  'sessions.endImpersonation': async (world) => {
    await world.made('sessions.impersonate', impersonated(world))
    return {}
  },
  'users.neighbours': ({ subject: { id } }) => ({ id }),
  'views.list': () => ({ list: 'users' }),
  'views.create': () => view,
  'views.update': async (world) => ({ ...(await viewed(world)), name: 'Staff' }),
  'views.remove': viewed,
}
