/** One press of a key in the search box; times as `performance.now()` gives them, null while it has not come so far. */
export interface Keystroke {
  /** What stood in the box after it. */
  text: string
  pressedAt: number
  /** Its own question, its answer; null for a letter that a later one overtook. */
  askedAt: number | null
  answeredAt: number | null
  /** When the list showed the answer for this text or a later one, and the frame had been drawn. */
  shownAt: number | null
}

interface SearchBoxWatch {
  keystrokes: Keystroke[]
  isSettled(): boolean
  forget(): void
}

declare global {
  interface Window {
    searchBoxWatch: SearchBoxWatch
  }
}

/**
 * Runs in the page, before its own scripts: notes presses in the search box, the page's questions to `users.list`, and
 * the frame in which the table holds exactly the people of an answer. Nothing outside its own braces exists there.
 */
export function watchSearchBox(): void {
  const watch: SearchBoxWatch = {
    keystrokes: [],
    isSettled: () => watch.keystrokes.every(({ shownAt }) => shownAt !== null),
    forget: () => {
      watch.keystrokes = []
    },
  }
  window.searchBoxWatch = watch
  let pressedAt = 0
  // What the page may still have in its cache, and then shows without asking.
  const answers = new Map<string, { id: string }[]>()

  addEventListener(
    'keydown',
    (event) => {
      pressedAt = event.timeStamp
    },
    true,
  )
  addEventListener(
    'input',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'search') return
      const text = target.value.trim()
      const keystroke = { text, pressedAt, askedAt: null, answeredAt: null, shownAt: null }
      watch.keystrokes.push(keystroke)
      const known = answers.get(text)
      if (known) awaitFrame(keystroke, known)
    },
    true,
  )

  const ask = window.fetch
  window.fetch = async (...parameters) => {
    const text = searchedText(parameters[0])
    if (text === null) return ask(...parameters)
    const keystroke = watch.keystrokes.findLast((each) => each.text === text)
    if (keystroke) keystroke.askedAt ??= performance.now()
    const response = await ask(...parameters)
    const copy = response.clone()
    const place = listPlace(parameters[0])
    copy.json().then((batch) => {
      const items = batch[place]?.result?.data?.items
      if (!items) return
      answers.set(text, items)
      if (!keystroke) return
      keystroke.answeredAt ??= performance.now()
      awaitFrame(keystroke, items)
    })
    return response
  }

  function urlOf(request: RequestInfo | URL): URL {
    return new URL(request instanceof Request ? request.url : String(request), location.href)
  }
  // A batch names its procedures in the path, in the order of its inputs.
  function listPlace(request: RequestInfo | URL): number {
    const { pathname } = urlOf(request)
    return pathname.startsWith('/trpc/')
      ? pathname.slice('/trpc/'.length).split(',').indexOf('users.list')
      : -1
  }
  function searchedText(request: RequestInfo | URL): string | null {
    const place = listPlace(request)
    if (place === -1) return null
    const input = JSON.parse(urlOf(request).searchParams.get('input') ?? '{}')[place]
    return input && input.cursor === undefined ? (input.search ?? '') : null
  }

  // Looks at each frame: the list holds the answer's first people, in their order, or says that there is none.
  function awaitFrame(keystroke: Keystroke, items: { id: string }[]): void {
    const look = () => {
      if (keystroke.shownAt !== null) return
      if (!showsExactly(items)) return void requestAnimationFrame(look)
      const drawn = new MessageChannel()
      drawn.port1.onmessage = () => {
        const now = performance.now()
        const last = watch.keystrokes.indexOf(keystroke)
        for (const earlier of watch.keystrokes.slice(0, last + 1)) earlier.shownAt ??= now
      }
      drawn.port2.postMessage(null)
    }
    requestAnimationFrame(look)
  }
  function showsExactly(items: { id: string }[]): boolean {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('tbody a[href*="/admin/users/"]')]
    const shown = links.map((link) => link.pathname.split('/').at(-1))
    if (items.length === 0) return shown.length === 0
    return shown.length > 0 && shown.every((id, index) => id === items[index]?.id)
  }
}
