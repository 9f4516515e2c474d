import type { Checker, Type } from 'typescript/unstable/sync'
import { memberText, type Printing, printType } from './print-type.ts'
import { type SourceProject, typeAt } from './source-project.ts'
import { createTypeNames, type TypeNames } from './type-names.ts'
import { after, docText, keyText, objectText } from './type-text.ts'

const head = `// Made by \`npm run build:types\` from the procedures of the server. Never edited by hand.
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'

type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: unknown }>
type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: unknown }>
type Subscription<Input, Event> = TRPCSubscriptionProcedure<{
  input: Input
  output: AsyncIterable<Event, void, unknown>
  meta: unknown
}>
`
const root = `{
  ctx: object
  meta: object
  errorShape: TRPCErrorShape<TRPCDefaultErrorData & ErrorData>
  transformer: false
}`
const reserved = ['AppRouter', 'ErrorData', 'Query', 'Mutation', 'Subscription', 'AsyncIterable']
const kinds: Record<string, string> = {
  '"query"': 'Query',
  '"mutation"': 'Mutation',
  '"subscription"': 'Subscription',
}
const tRPCsOwn = new Set(['code', 'httpStatus', 'path', 'stack'])

/** The declaration of the router's type: every input and output written out, and nothing of our sources named. */
export function printRouter({ checker, exportedType }: SourceProject, name = 'AppRouter'): string {
  const router = exportedType(name)
  const types = typeAt(checker, router, '_def', '_config', '$types')
  const record = typeAt(checker, router, '_def', 'record')
  const data = typeAt(checker, types, 'errorShape', 'data')
  // What the types say of a date depends on it.
  if (checker.typeToString(typeAt(checker, types, 'transformer')) !== 'false')
    throw new Error('The types are those of JSON, and the router has a transformer.')
  const print = (names: TypeNames) => ({
    records: recordText(record, { checker, names, path: '' }),
    errorData: errorDataText(data, { checker, names, direction: 'output', place: 'An error' }),
  })
  // The second round knows every name, also where a type stands before it.
  const known = createTypeNames(reserved)
  print(known)
  const names = createTypeNames(reserved, known)
  const { records, errorData } = print(names)
  return `${[
    head,
    `/** Every procedure. */\nexport type AppRouter = TRPCBuiltRouter<${root}, ${records}>`,
    `/** What an error's \`data\` holds besides what tRPC puts there. */\nexport type ErrorData = ${errorData}`,
    ...names.declarations(),
  ].join('\n\n')}\n`
}

function recordText(record: Type, at: { checker: Checker; names: TypeNames; path: string }): string {
  const members = at.checker.getPropertiesOfType(record).map((property) => {
    const path = at.path ? `${at.path}.${property.name}` : property.name
    const inner = typeAt(at.checker, record, property.name)
    const isProcedure = at.checker.getPropertyOfType(inner, '_def')
    const text = isProcedure ? procedureText(inner, { ...at, path }) : recordText(inner, { ...at, path })
    const doc = docText(property.getDocumentationComment(at.checker))
    return `${doc}${keyText(property.name)}: ${text}`
  })
  return objectText(members)
}

function procedureText(
  procedure: Type,
  { checker, names, path }: { checker: Checker; names: TypeNames; path: string },
): string {
  const kind = kinds[checker.typeToString(typeAt(checker, procedure, '_def', 'type'))]
  const [input, output] = ['input', 'output'].map((name) =>
    typeAt(checker, procedure, '_def', '$types', name),
  )
  if (!kind || !input || !output) throw new Error(`${path} is no procedure.`)
  const answer = kind === 'Subscription' ? eventOf(output, checker) : output
  const inputText = printType(input, { checker, names, direction: 'input', place: path })
  const answerText = printType(answer, { checker, names, direction: 'output', place: path })
  return `${after(`${kind}<${inputText},`, answerText)}>`
}

/** What an iterable of events yields. */
function eventOf(iterable: Type, checker: Checker): Type {
  const [event] = iterable.isTypeReference() ? checker.getTypeArguments(iterable) : []
  if (!event) throw new Error(`${checker.typeToString(iterable)} is no iterable of events.`)
  return event
}

function errorDataText(data: Type, at: Printing): string {
  const own = at.checker.getPropertiesOfType(data).filter(({ name }) => !tRPCsOwn.has(name))
  return objectText(own.map((property) => memberText(property, at)))
}
