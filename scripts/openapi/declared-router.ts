import type { TypeNode } from 'typescript/unstable/ast'
import {
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isTypeReferenceNode,
} from 'typescript/unstable/ast/is'
import { createVirtualFileSystem } from 'typescript/unstable/fs'
import { API } from 'typescript/unstable/sync'
import type { JsonSchema } from './json-schema.ts'
import { docOf, nameOf, schemaOfType } from './type-schema.ts'

/** What a procedure takes and answers, and the comment that stands before it. */
export interface DeclaredProcedure {
  input: JsonSchema
  answer: JsonSchema
  doc: string
}

/** What the router's declaration says. */
export interface DeclaredRouter {
  /** The types that have a name. */
  schemas: Record<string, JsonSchema>
  procedures: Map<string, DeclaredProcedure>
}

/** Reads the declaration that `declareRouter` makes: every type there is as JSON carries it. */
export function readDeclaredRouter(declaration: string): DeclaredRouter {
  const api = new API({ fs: createVirtualFileSystem(project(declaration)) })
  try {
    const program = api.updateSnapshot({ openProjects: [config] }).getProject(config)?.program
    const aliases = program?.getSourceFile(file)?.statements.filter(isTypeAliasDeclaration) ?? []
    const types = new Map(aliases.map(({ name, type }) => [name.text, type]))
    const router = types.get('AppRouter')
    const record = router && isTypeReferenceNode(router) ? router.typeArguments?.[1] : undefined
    if (!record) throw new Error('The declaration has no AppRouter.')
    const own = aliases.filter(({ name, typeParameters }) => !typeParameters && name.text !== 'AppRouter')
    return {
      schemas: Object.fromEntries(own.map(({ name, type }) => [name.text, schemaOfType(type)])),
      procedures: new Map(proceduresIn(record, '')),
    }
  } finally {
    api.close()
  }
}

const config = '/declared/tsconfig.json'
const file = '/declared/router.d.ts'
const project = (declaration: string) => ({
  [config]: JSON.stringify({ compilerOptions: { noLib: true, types: [] }, files: ['router.d.ts'] }),
  [file]: declaration,
})

const membersOf = (record: TypeNode) =>
  isTypeLiteralNode(record) ? record.members.filter(isPropertySignatureDeclaration) : []

function proceduresIn(record: TypeNode, before: string): [string, DeclaredProcedure][] {
  return membersOf(record).flatMap((member): [string, DeclaredProcedure][] => {
    const path = before + nameOf(member)
    const { type } = member
    if (!type || !isTypeReferenceNode(type)) return type ? proceduresIn(type, `${path}.`) : []
    const [input, answer] = type.typeArguments ?? []
    if (!input || !answer) throw new Error(`${path} declares no input and answer.`)
    return [[path, { input: orNothing(input), answer: orNothing(answer), doc: docOf(member) }]]
  })
}

const orNothing = (type: TypeNode) => (type.getText() === 'void' ? {} : schemaOfType(type))
