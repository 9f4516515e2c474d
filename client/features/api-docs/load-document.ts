import { AuthRefusal } from '../../lib/api/auth.tsx'
import { readDocument } from './api-document.ts'

export const documentPath = '/api/openapi.json'

/** Loads the document of the API. Throws why not, as every refused call does. */
export async function loadDocument() {
  const response = await fetch(documentPath)
  const body = await response.json()
  if (!response.ok) throw new AuthRefusal(response.status, { ...body, message: body.detail })
  return readDocument(body)
}
