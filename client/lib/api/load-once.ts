export interface LoadedOnce<Loaded> {
  /** Loads with the first call, and answers the same ever after. A load that failed is tried again by the next call. */
  load(): Promise<Loaded>
  /** Lets the next call load anew. */
  forget(): void
}

/** Something that is loaded when it is first needed, and once. */
export function loadOnce<Loaded>(begin: () => Promise<Loaded>): LoadedOnce<Loaded> {
  let loading: Promise<Loaded> | null = null
  const forget = () => {
    loading = null
  }
  const load = () => {
    loading ??= begin().catch((error) => {
      forget()
      throw error
    })
    return loading
  }
  return { load, forget }
}
