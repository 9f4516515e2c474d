import { createRoute } from '@tanstack/react-router'
import type { PageAccess } from '#shared/product/define-guards.ts'
import { type ProductPages, productPages } from '#shared/product/product-pages.ts'
import type { Permission } from '#shared/roles/roles.ts'
import { publicRoute } from './outside-routes.ts'
import { productPage } from './product-page.ts'
import { requirePermission } from './require-access.ts'
import type { Search } from './root-route.ts'
import { signedInRoute } from './signed-in-route.ts'
import type { AtFreePaths } from './taken-paths.ts'

type Path = keyof ProductPages
type Outside = { [Each in Path]: ProductPages[Each] extends 'everybody' ? Each : never }[Path]

// Loaded with the router, so what an address says is read by the page itself; it is text.
const textSearch = (search: Search) => search as { [name: string]: string | undefined }
const accessTo: Readonly<Record<Path, PageAccess<Permission>>> =
  productPages satisfies AtFreePaths<ProductPages>
const paths = Object.keys(productPages) as Path[]

const outsideRoute = <const At extends Outside>(path: At) =>
  createRoute({
    getParentRoute: () => publicRoute,
    path,
    validateSearch: textSearch,
    component: productPage(path),
  })

const insideRoute = <const At extends Exclude<Path, Outside>>(path: At) =>
  createRoute({
    getParentRoute: () => signedInRoute,
    path,
    validateSearch: textSearch,
    beforeLoad: async ({ context }) => {
      const permission = accessTo[path]
      if (permission === 'signed-in' || permission === 'everybody') return
      await requirePermission({ queries: context.queries, permission })
    },
    component: productPage(path),
  })

type OutsideRoute = { [At in Outside]: ReturnType<typeof outsideRoute<At>> }[Outside]
type InsideRoute = {
  [At in Exclude<Path, Outside>]: ReturnType<typeof insideRoute<At>>
}[Exclude<Path, Outside>]

/** Pages of the product for everybody, beside those of signing in. */
export const productOutsideRoutes = paths
  .filter((path): path is Outside => accessTo[path] === 'everybody')
  .map(outsideRoute) as OutsideRoute[]

/** Pages of the product for the signed-in, each for whom `guards.ts` says. */
export const productInsideRoutes = paths
  .filter((path): path is Exclude<Path, Outside> => accessTo[path] !== 'everybody')
  .map(insideRoute) as InsideRoute[]
