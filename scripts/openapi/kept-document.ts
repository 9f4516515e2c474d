import { join } from 'node:path'
import { keptTypes } from '../types/kept-types.ts'
import { buildDocument } from './build-document.ts'
import { jsonText } from './json-text.ts'

/** Where the document of the API is kept: beside the types, a product's own with the product. */
export const keptDocument = join(keptTypes, '../openapi.json')

/** The document as it is kept; `declaration` is that of the router's type. */
export const documentText = async (declaration: string): Promise<string> =>
  `${jsonText(await buildDocument(declaration))}\n`
