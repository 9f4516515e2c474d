import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import type { ProductPages } from '#shared/product/product-pages.ts'
import { part } from '../lib/part/part.ts'

/**
 * A page of the product, which comes with what else the product adds when it is first gone to. Its type is
 * written out, since the pages in turn know every route.
 */
export function productPage<At extends keyof ProductPages>(path: At): RouteComponent {
  return lazyRouteComponent(
    part(() =>
      import('#product/client.tsx').then(async ({ client }) => ({ Page: await client.pages[path]() })),
    ),
    'Page',
  )
}
