import { guards } from '#product/guards.ts'

/** The product's pages by path, and who may open each. */
export const productPages = guards.pages
export type ProductPages = typeof productPages
