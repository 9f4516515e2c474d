export interface PageFigures {
  firstPaintMs: number
  largestPaintMs: number
  blockingMs: number
  /** The largest burst of shifts, as browsers score it. */
  layoutShift: number
  transferredKilobytes: number
}

interface PageWatch {
  entries: { kind: string; at: number; value: number }[]
  /** When something last happened: a long task, a request that ended, a change of the document. */
  changedAt: number
}

declare global {
  interface Window {
    pageWatch: PageWatch
  }
}

/** Runs in the page before its own scripts and notes what the browser tells about loading. */
export function watchLoading(): void {
  const watch: PageWatch = { entries: [], changedAt: 0 }
  window.pageWatch = watch
  const note = (kind: string, at: number, value: number) => {
    watch.entries.push({ kind, at, value })
    watch.changedAt = performance.now()
  }
  const observe = (type: string, read: (entry: PerformanceEntry) => number) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) note(type, entry.startTime, read(entry))
    }).observe({ type, buffered: true })

  observe('longtask', ({ duration }) => duration)
  observe('largest-contentful-paint', () => 0)
  observe('layout-shift', (entry) =>
    'value' in entry && !('hadRecentInput' in entry && entry.hadRecentInput) ? Number(entry.value) : 0,
  )
  observe('resource', (entry) => ('transferSize' in entry ? Number(entry.transferSize) : 0))
  new MutationObserver(() => {
    watch.changedAt = performance.now()
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
}

/** Runs in the page once it stands: what was noted, as figures. */
export function readFigures(): PageFigures {
  const of = (kind: string) => window.pageWatch.entries.filter((entry) => entry.kind === kind)
  const firstPaintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
  const blocking = of('longtask').filter(({ at, value }) => at + value > firstPaintMs)
  const [page] = performance.getEntriesByType('navigation')
  const pageBytes = page && 'transferSize' in page ? Number(page.transferSize) : 0

  // A burst ends with a second of stillness, or after five.
  let [largest, burst, began, last] = [0, 0, 0, Number.NEGATIVE_INFINITY]
  for (const { at, value } of of('layout-shift')) {
    if (at - last > 1000 || at - began > 5000) [burst, began] = [0, at]
    burst += value
    last = at
    largest = Math.max(largest, burst)
  }
  return {
    firstPaintMs,
    largestPaintMs: of('largest-contentful-paint').at(-1)?.at ?? Number.NaN,
    blockingMs: blocking.reduce((sum, { value }) => sum + value - 50, 0),
    layoutShift: largest,
    transferredKilobytes: (of('resource').reduce((sum, { value }) => sum + value, 0) + pageBytes) / 1000,
  }
}
