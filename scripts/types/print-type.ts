import {
  type Checker,
  type Symbol as CompilerSymbol,
  ElementFlags,
  SignatureKind,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync'
import type { TypeNames } from './type-names.ts'
import { after, docText, keyText, literalText, objectText, unionText } from './type-text.ts'

export interface Printing {
  checker: Checker
  names: TypeNames
  /** Which way the value travels: what is sent may leave a property undefined, and none that arrives is. */
  direction: 'input' | 'output'
  /** Where the type is, for the error about what JSON does not carry. */
  place: string
}

/** Writes out what travels for a type, so that nobody needs the sources. Throws for what JSON does not carry. */
export function printType(type: Type, at: Printing): string {
  const { checker, names, direction } = at
  const { flags } = type
  if (flags & (TypeFlags.BigIntLike | TypeFlags.ESSymbolLike)) throw refusal(type, at)
  if (flags & (TypeFlags.Intrinsic | TypeFlags.TemplateLiteral)) return checker.typeToString(type)
  if (type.isLiteralType()) return literalText(type.value)
  if (checker.isArrayType(type) || checker.isTupleType(type)) return arrayText(type, at)
  const json = type.isObjectType() && checker.getPropertyOfType(type, 'toJSON')
  if (json && direction === 'output') return printType(returnTypeOf(json, at), at)
  if (json || !isData(type, checker)) throw refusal(type, at)
  return names.textOf(type, direction, () => structureText(type, at))
}

function arrayText(type: Type, at: Printing): string {
  if (!type.isTypeReference()) throw refusal(type, at)
  const elements = at.checker.getTypeArguments(type).map((element) => elementText(element, at))
  const target = type.getTarget()
  if (!target.isTupleType()) {
    // What arrives is its reader's own.
    const readonly = at.direction === 'input' && type.getSymbol()?.name === 'ReadonlyArray'
    return `${readonly ? 'readonly ' : ''}${elements[0]}[]`
  }
  const members = elements.map((text, index) => {
    const flag = target.elementFlags[index] ?? ElementFlags.Required
    if (flag & ElementFlags.Rest) return `...${text}[]`
    return flag & ElementFlags.Optional ? `${text}?` : text
  })
  return `${target.readonly ? 'readonly ' : ''}[${members.join(', ')}]`
}

function elementText(element: Type, at: Printing): string {
  const text = printType(element, { ...at, place: `${at.place}[]` })
  const isCompound = element.isUnionType() || element.isIntersectionType()
  return isCompound && /[|&]/.test(text) ? `(${text})` : text
}

function structureText(type: Type, at: Printing): string {
  const { checker } = at
  if (type.isUnionType()) return printUnion(type, type.getTypes(), at)
  if (type.isIntersectionType()) {
    const parts = type.getTypes().map((part) => ({ part, text: printType(part, at) }))
    // What a brand leaves of itself is nothing.
    const kept = parts.filter(({ text }) => text !== '{}')
    return kept.map(({ part, text }) => (part.isUnionType() ? `(${text})` : text)).join(' & ') || '{}'
  }
  return objectText([
    ...propertiesOf(type, checker).map((property) => memberText(property, at)),
    ...checker.getIndexInfosOfType(type).map(({ keyType, valueType }) => {
      const value = printType(valueType, { ...at, place: `${at.place}[]` })
      return `[key: ${checker.typeToString(keyType)}]: ${value}`
    }),
  ])
}

function printUnion(union: Type, members: readonly Type[], at: Printing): string {
  // The compiler still knows the name of what the union was made of, as in `ErrorReason | null`.
  const present = at.checker.getNonNullableType(union)
  const name = present && present !== union ? printType(present, at) : ''
  const named = /^\w+$/.test(name) ? [name] : null
  const others = named ? members.filter(isNullable) : members
  return unionText([...(named ?? []), ...others.map((member) => printType(member, at))])
}

/** A property as it stands in an object: `name?: string`. */
export function memberText(property: CompilerSymbol, outer: Printing): string {
  const { checker, direction } = outer
  const at = { ...outer, place: `${outer.place}.${property.name}` }
  const type = checker.getTypeOfSymbol(property)
  if (!type) throw new Error(`The type of ${at.place} is not known.`)
  const members = type.isUnionType() ? type.getTypes() : [type]
  const present = members.filter(({ flags }) => !(flags & TypeFlags.Undefined))
  const left = direction === 'output' && present.length < members.length
  const optional = left || property.flags & SymbolFlags.Optional
  const text = left ? printUnion(type, present, at) : printType(type, at)
  const doc = docText(property.getDocumentationComment(checker))
  return after(`${doc}${keyText(property.name)}${optional ? '?' : ''}:`, text)
}

/** Without those whose name is a symbol, which JSON leaves out. */
const propertiesOf = (type: Type, checker: Checker) =>
  checker.getPropertiesOfType(type).filter(({ escapedName }) => !escapedName.startsWith('__@'))

const isNullable = ({ flags }: Type) => Boolean(flags & TypeFlags.Nullable)

const isData = (type: Type, checker: Checker) =>
  Boolean(type.flags & (TypeFlags.Object | TypeFlags.UnionOrIntersection)) &&
  [SignatureKind.Call, SignatureKind.Construct].every(
    (kind) => checker.getSignaturesOfType(type, kind).length === 0,
  )

function returnTypeOf(method: CompilerSymbol, at: Printing): Type {
  const type = at.checker.getTypeOfSymbol(method)
  const [signature] = type ? at.checker.getSignaturesOfType(type, SignatureKind.Call) : []
  const returned = signature && at.checker.getReturnTypeOfSignature(signature)
  if (!returned) throw new Error(`What ${at.place} becomes as JSON is not known.`)
  return returned
}

const refusal = (type: Type, { checker, direction, place }: Printing) =>
  new Error(
    `${place} ${direction === 'input' ? 'takes' : 'answers'} ${checker.typeToString(type)}, which JSON does not carry.`,
  )
