import { part } from '../part/part.ts'
import { type LoadedOnce, loadOnce } from './load-once.ts'
import type { SignedInServices, SignedInServicesOptions } from './signed-in-services.ts'

/** `forget` when somebody else has signed in: the next page inside begins with an empty cache. */
export type SignedInServicesLoader = LoadedOnce<SignedInServices>

/** Loads the services as a chunk of their own, which pages outside never ask for. */
export function createSignedInServicesLoader(options: SignedInServicesOptions): SignedInServicesLoader {
  return loadOnce(
    part(() =>
      import('./signed-in-services.ts').then(({ createSignedInServices }) => createSignedInServices(options)),
    ),
  )
}
