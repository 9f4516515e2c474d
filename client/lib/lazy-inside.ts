import type { Inside, InsideOptions } from './inside.ts'

export interface LazyInside {
  /** Loads it with the first page inside; the same one ever after. */
  load(): Promise<Inside>
  /** The next page inside begins with an empty cache: somebody else has signed in. */
  forget(): void
}

/** The inside, as a chunk of its own that pages outside never ask for. */
export function lazyInside(options: InsideOptions): LazyInside {
  let loading: Promise<Inside> | null = null
  const forget = () => {
    loading = null
  }
  const load = () => {
    loading ??= import('./inside.ts').then(
      ({ createInside }) => createInside(options),
      (error) => {
        forget()
        throw error
      },
    )
    return loading
  }
  return { load, forget }
}
