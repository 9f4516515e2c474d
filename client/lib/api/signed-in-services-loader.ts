import type { SignedInServices, SignedInServicesOptions } from './signed-in-services.ts'

export interface SignedInServicesLoader {
  /** Loads them with the first page inside; the same ones ever after. */
  load(): Promise<SignedInServices>
  /** The next page inside begins with an empty cache: somebody else has signed in. */
  forget(): void
}

/** Loads the services as a chunk of their own, which pages outside never ask for. */
export function createSignedInServicesLoader(options: SignedInServicesOptions): SignedInServicesLoader {
  let loading: Promise<SignedInServices> | null = null
  const forget = () => {
    loading = null
  }
  const load = () => {
    loading ??= import('./signed-in-services.ts').then(
      ({ createSignedInServices }) => createSignedInServices(options),
      (error) => {
        forget()
        throw error
      },
    )
    return loading
  }
  return { load, forget }
}
