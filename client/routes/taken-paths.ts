import type { accountRoutes } from './account-routes.ts'
import type { consoleRoutes } from './console-routes.ts'
import type { outsideRoutes } from './outside-routes.ts'

// The paths of a route and of those below it.
type PathsOf<Route> = Route extends { fullPath: infer Path extends string; types: { children: infer Below } }
  ? Path | (Below extends readonly unknown[] ? PathsOf<Below[number]> : never)
  : never

type OwnPath = PathsOf<(typeof accountRoutes)[number] | typeof consoleRoutes | (typeof outsideRoutes)[number]>

// A path whatever its parameters are called: `/users/$id` is `/users/$`.
type Form<Path extends string> = Path extends `${infer Before}/$${infer Behind}`
  ? `${Before}/$${Behind extends `${string}/${infer Rest}` ? Form<`/${Rest}`> : ''}`
  : Path

/** Pages of a product at paths of their own. One where a page of ours is stands for an error of its type. */
export type AtFreePaths<Pages> = {
  [Path in keyof Pages]: Form<Path & string> extends Form<OwnPath>
    ? `A page is at ${Path & string} already.`
    : Pages[Path]
}
