import { useState } from 'react'
import { text } from '../../lib/text/outside-text.ts'
import { Notice } from './notice.tsx'

// The server writes its own address into the page; under `npm run dev` the placeholder stays.
function expectedOrigin(): string | null {
  const written = document.querySelector<HTMLMetaElement>('meta[name="app-url"]')?.content ?? ''
  return URL.canParse(written) && new URL(written).origin !== location.origin ? new URL(written).origin : null
}

/** Warns a visitor who came by another host than the service's own that no cookie of theirs will be kept. */
export function OriginNotice() {
  const [origin] = useState(expectedOrigin)
  if (!origin) return null
  const here = location.pathname + location.search
  return (
    <Notice tone="waiting" action={<a href={origin + here}>{text.failures.openAt(origin)}</a>}>
      {text.failures.otherOrigin}
    </Notice>
  )
}
