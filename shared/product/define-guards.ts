import type { LimitPolicy } from '../limits/limit-policy.ts'
import type { OwnPermission } from '../roles/own-permissions.ts'
import type { Role } from '../roles/role-names.ts'

/** Who may open a page: everybody, any signed-in user, or the roles that hold a permission. */
export type PageAccess<Permission extends string = string> = 'everybody' | 'signed-in' | Permission

// A path of another form is refused where it stands.
type PathsOnly<Pages> = {
  [Path in keyof Pages]: Path extends `/${string}` ? Pages[Path] : 'A path begins with a slash.'
}

/** What stands before the product's calls and pages, with the names in it as types. */
export const defineGuards = <
  const Permissions extends Readonly<Record<string, readonly Role[]>>,
  const Limits extends Readonly<Record<string, LimitPolicy>>,
  const Undos extends Readonly<Record<string, OwnPermission | (keyof Permissions & string)>>,
  const Pages extends Readonly<Record<string, PageAccess<OwnPermission | (keyof Permissions & string)>>>,
>(guards: {
  /** Which roles hold which permission of the product. */
  permissions: Permissions
  /** The product's limits; a call names one, as it names ours. */
  limits: Limits
  /** Which acts of the product can be taken back, and the permission that it takes. */
  undo: Undos
  /** The product's pages by path, and who may open them and what is below them. */
  pages: Pages & PathsOnly<Pages>
}): { permissions: Permissions; limits: Limits; undo: Undos; pages: Pages } => guards
