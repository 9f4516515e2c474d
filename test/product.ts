import { server } from '#product/server.ts'
import { createProductHooks } from '#server/product/product-hooks.ts'

/** What the product does, for a context that a test makes by itself. */
export const product = createProductHooks(server, { signUp: 'open' })
