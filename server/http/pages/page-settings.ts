import type { PublicSettings } from '#shared/settings.ts'

const waitMs = 1000

export interface PageSettingsOptions {
  read(): Promise<PublicSettings>
  /** Hears why a page went without them. */
  onError(error: unknown): void
}

/**
 * The public settings as a page brings them along; null when the database does not answer within a second, and then
 * the page asks by itself. Pages have no limit, so all that are asked for at once share one look at the database.
 */
export function createPageSettings({ read, onError }: PageSettingsOptions) {
  let reading: Promise<PublicSettings | null> | null = null
  const look = () => {
    reading ??= read()
      .catch((error) => {
        onError(error)
        return null
      })
      .finally(() => {
        reading = null
      })
    return reading
  }
  return async (): Promise<PublicSettings | null> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), waitMs)
    })
    const settings = await Promise.race([look(), late])
    clearTimeout(timer)
    return settings
  }
}
