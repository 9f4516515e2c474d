import { SymbolFlags, type Type } from 'typescript/unstable/sync'
import { after } from './type-text.ts'

/** The names that types have in our sources, each declared once. */
export interface TypeNames {
  /** The type's name, or what `print` makes of it where it has none. */
  textOf(type: Type, direction: 'input' | 'output', print: () => string): string
  nameOf(text: string): string | undefined
  declarations(): string[]
}

/** `known` are those of an earlier round: they also stand for a union that its users write out. */
export function createTypeNames(reserved: string[], known?: TypeNames): TypeNames {
  const named = new Map<string, { name: string; text: string }>()
  const taken = new Set(reserved)
  const open = new Set<number>()
  return {
    textOf(type, direction, print) {
      const symbol = symbolOf(type)
      if (!symbol) return writeOut(type, { open, known, print })
      const sent = direction === 'input' && !isOneOfLiterals(type)
      const key = `${symbol.id} ${sent}`
      const found = named.get(key)
      if (found) return found.name
      const base = sent && !symbol.name.endsWith('Input') ? `${symbol.name}Input` : symbol.name
      // Before its text, which may name it again.
      const entry = { name: freeName(base, taken), text: '' }
      named.set(key, entry)
      entry.text = print()
      return entry.name
    },
    declarations: () => [...named.values()].map(({ name, text }) => after(`export type ${name} =`, text)),
    nameOf: (text) => [...named.values()].find((entry) => entry.text === text)?.name,
  }
}

function freeName(base: string, taken: Set<string>): string {
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`
  taken.add(name)
  return name
}

interface Writing {
  /** The types that are being written out. */
  open: Set<number>
  known: TypeNames | undefined
  print(): string
}

function writeOut(type: Type, { open, known, print }: Writing): string {
  if (open.has(type.id)) throw new Error('A type that holds itself needs a name of its own.')
  open.add(type.id)
  const text = print()
  open.delete(type.id)
  return (isOneOfLiterals(type) ? known?.nameOf(text) : undefined) ?? text
}

const isOneOfLiterals = (type: Type) =>
  type.isUnionType() && type.getTypes().every((member) => member.isLiteralType())

/** What names the type for good: of a generic one, each use is another type. */
function symbolOf(type: Type) {
  const alias = type.getAliasSymbol()
  if (alias) return type.getAliasTypeArguments().length === 0 ? alias : undefined
  const symbol = type.getSymbol()
  const generic = type.isTypeReference()
  return symbol && !generic && symbol.flags & SymbolFlags.Interface ? symbol : undefined
}
