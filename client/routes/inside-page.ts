import { lazyRouteComponent } from '@tanstack/react-router'
import { part } from '../lib/part/part.ts'

type Pages = typeof import('./inside-pages.ts')

/** The component of a page inside, which comes when it is first gone to: `insidePage(({ x }) => x(), 'XPage')`. */
export function insidePage<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  find: (pages: Pages) => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(
    part(() => import('./inside-pages.ts').then(find)),
    name,
  )
}
