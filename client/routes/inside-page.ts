import { lazyRouteComponent } from '@tanstack/react-router'

type Pages = typeof import('./inside-pages.ts')

/** The component of a page inside, which comes when it is first gone to: `insidePage(({ x }) => x(), 'XPage')`. */
export function insidePage<Module extends Record<string, unknown>, Name extends keyof Module>(
  find: (pages: Pages) => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(() => import('./inside-pages.ts').then(find), name)
}
