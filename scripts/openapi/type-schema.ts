import {
  type Node,
  type NodeArray,
  SyntaxKind,
  type TypeElement,
  type TypeNode,
} from 'typescript/unstable/ast'
import {
  isArrayTypeNode,
  isIndexSignatureDeclaration,
  isIntersectionTypeNode,
  isJSDoc,
  isLiteralTypeNode,
  isNumericLiteral,
  isOptionalTypeNode,
  isParenthesizedTypeNode,
  isPropertySignatureDeclaration,
  isStringLiteral,
  isTemplateLiteralTypeNode,
  isTupleTypeNode,
  isTypeLiteralNode,
  isTypeReferenceNode,
  isUnionTypeNode,
} from 'typescript/unstable/ast/is'
import { type JsonSchema, schemaRef } from './json-schema.ts'

const keywords: Partial<Record<SyntaxKind, JsonSchema>> = {
  [SyntaxKind.StringKeyword]: { type: 'string' },
  [SyntaxKind.NumberKeyword]: { type: 'number' },
  [SyntaxKind.BooleanKeyword]: { type: 'boolean' },
  [SyntaxKind.ObjectKeyword]: { type: 'object' },
  [SyntaxKind.UnknownKeyword]: {},
}

/** A type as the router's declaration writes it, as JSON Schema. Throws for what it never writes in an answer. */
export function schemaOfType(type: TypeNode): JsonSchema {
  const keyword = keywords[type.kind]
  if (keyword) return { ...keyword }
  if (isParenthesizedTypeNode(type)) return schemaOfType(type.type)
  if (isTypeReferenceNode(type)) return schemaRef(type.typeName.getText())
  if (isLiteralTypeNode(type)) return literalSchema(type.literal)
  if (isTemplateLiteralTypeNode(type)) return { type: 'string' }
  if (isArrayTypeNode(type)) return { type: 'array', items: schemaOfType(type.elementType) }
  if (isTupleTypeNode(type)) return tupleSchema(type.elements)
  if (isUnionTypeNode(type)) return unionSchema(type.types)
  if (isIntersectionTypeNode(type)) return { allOf: type.types.map(schemaOfType) }
  if (isTypeLiteralNode(type)) return objectSchema(type.members)
  throw new Error(`${type.getText()} has no schema.`)
}

function literalSchema(literal: Node): JsonSchema {
  if (isStringLiteral(literal)) return { type: 'string', const: literal.text }
  if (isNumericLiteral(literal)) return { type: 'number', const: Number(literal.text) }
  if (literal.kind === SyntaxKind.NullKeyword) return { type: 'null' }
  return { type: 'boolean', const: literal.kind === SyntaxKind.TrueKeyword }
}

function tupleSchema(elements: NodeArray<TypeNode>): JsonSchema {
  const prefixItems = elements.map((each) => schemaOfType(isOptionalTypeNode(each) ? each.type : each))
  const minItems = elements.filter((each) => !isOptionalTypeNode(each)).length
  return { type: 'array', prefixItems, items: false, minItems }
}

/** One of several: as few words as say it, so that a null is one more type and literals are one list. */
function unionSchema(types: NodeArray<TypeNode>): JsonSchema {
  const members = types.filter(({ kind }) => !nothing.has(kind)).map(schemaOfType)
  const isNull = ({ type }: JsonSchema) => type === 'null'
  const present = members.filter((member) => !isNull(member))
  const literals = present.filter((member) => 'const' in member)
  const others = present.filter((member) => !('const' in member))
  const choices = literals.length > 0 ? [oneOfLiterals(literals), ...others] : others
  const [only] = choices
  if (present.length === members.length) return choices.length === 1 && only ? only : { anyOf: choices }
  return choices.length === 1 && only ? orNull(only) : { anyOf: [...choices, { type: 'null' }] }
}

const nothing = new Set([SyntaxKind.UndefinedKeyword, SyntaxKind.VoidKeyword])

function oneOfLiterals(literals: JsonSchema[]): JsonSchema {
  const [first] = literals
  if (literals.length === 1 && first) return first
  const types = [...new Set(literals.map(({ type }) => type as string))]
  const [only = 'string'] = types
  return { type: types.length === 1 ? only : types, enum: literals.map((each) => each.const) }
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, const: value } = schema
  if (typeof type !== 'string' || type === 'object') return { anyOf: [schema, { type: 'null' }] }
  if (value !== undefined) return { type: [type, 'null'], enum: [value, null] }
  return { ...schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) }
}

function objectSchema(members: NodeArray<TypeElement>): JsonSchema {
  const properties: Record<string, JsonSchema> = {}
  const required: string[] = []
  const others = members.find(isIndexSignatureDeclaration)
  for (const member of members.filter(isPropertySignatureDeclaration)) {
    const name = nameOf(member)
    if (!member.type) throw new Error(`${name} has no type.`)
    properties[name] = described(asMoment(name, schemaOfType(member.type)), docOf(member))
    if (!member.postfixToken) required.push(name)
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    ...(others && { additionalProperties: schemaOfType(others.type) }),
  }
}

/** The name of a property: `name`, `'two words'`. */
export function nameOf({ name }: { name: Node }): string {
  return isStringLiteral(name) ? name.text : name.getText()
}

/** The comment before a property, or nothing. */
export function docOf({ jsDoc = [] }: Node): string {
  const texts = jsDoc.filter(isJSDoc).flatMap(({ comment }) => [...(comment ?? [])])
  return texts.map((text) => ('text' in text ? String(text.text) : '')).join('')
}

const described = (schema: JsonSchema, description: string): JsonSchema =>
  description ? { ...schema, description } : schema

// By our names: what ends in `At` is a moment, and always text in the form of ISO 8601.
const isMoment = (name: string) => name === 'at' || /[a-z]At$/.test(name)
const asMoment = (name: string, schema: JsonSchema): JsonSchema =>
  isMoment(name) && [schema.type].flat().includes('string') ? { ...schema, format: 'date-time' } : schema
