import type { AnyRouter } from '@trpc/server'
import type { ProductActs } from '#shared/audit/audit-acts.ts'
import type { UndoableProductAction } from '#shared/audit/undoable-actions.ts'
import type { PersonDetails } from '#shared/person-details.ts'
import type { ProductSchema } from '../database/schema.ts'
import type { PeoplePart, PersonTable } from '../product/person-table.ts'
import type { ProductParts } from '../product/product-parts.ts'

/** What the product does on the server, with the types of its procedures. */
export const defineServer = <
  const Routers extends Record<string, AnyRouter>,
  People extends PersonTable = never,
>(
  server: ProductParts<ProductSchema, ProductActs, UndoableProductAction> & {
    /** The product's procedures, by the first word of their path. */
    routers: Routers
  } & PeoplePart<People, PersonDetails>,
) => server
