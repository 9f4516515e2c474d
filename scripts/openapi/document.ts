import type { JsonSchema } from './json-schema.ts'

/** A document of OpenAPI 3.1, as far as ours goes. */
export interface OpenApiDocument {
  openapi: '3.1.1'
  info: { title: string; description: string; version: string }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  tags: Tag[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, Response>
    parameters: Record<string, Parameter>
    headers: Record<string, Header>
    securitySchemes: Record<string, object>
  }
}

export interface Tag {
  name: string
  description: string
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { required: boolean; content: Record<string, MediaType> }
  responses: Record<string, Response | Reference>
}

export interface Reference {
  $ref: string
  description?: string
}

export interface MediaType {
  schema: JsonSchema
  example?: unknown
}

export interface Response {
  description: string
  headers?: Record<string, Header | Reference>
  content?: Record<string, MediaType>
}

export interface Header {
  description: string
  schema: JsonSchema
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: JsonSchema
  example?: unknown
  style?: string
  explode?: boolean
}
