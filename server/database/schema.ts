import * as ownSchema from '#drizzle/schema/index.ts'
import * as productSchema from '#product/schema/index.ts'
import { joinTables } from '#shared/product/join-tables.ts'

/** Every table, ours and the product's. */
export const schema = joinTables(ownSchema, productSchema)
export type Schema = typeof schema
export type ProductSchema = typeof productSchema
