import type { PublicSettings } from '#shared/settings.ts'

const findNote = () => document.querySelector<HTMLMetaElement>('meta[name="public-settings"]')

/**
 * The settings as the server wrote them into this page; undefined when its database did not answer, and under
 * `npm run dev`, where the placeholder stays.
 */
export function readWrittenSettings(): PublicSettings | undefined {
  try {
    return JSON.parse(findNote()?.content ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Removes them: they were right when the page was made. */
export function forgetWrittenSettings(): void {
  findNote()?.remove()
}
