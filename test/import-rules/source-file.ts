import { posix } from 'node:path'
import { parseSync, Visitor } from 'vite'

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  target: string
  /** As the file writes it. */
  specifier: string
  /** What is taken from the target; `*` for all of it. */
  names: string[]
  /** Erased before the code runs. */
  typeOnly: boolean
}

export interface SourceFile {
  /** From the root of the repository. */
  path: string
  imports: Import[]
  /** Whether it reads `process.env`. */
  readsEnvironment: boolean
  /** Whether it has nothing of its own and only hands on what other files export. */
  barrel: boolean
}

/** What a file imports and does, by its syntax tree. */
export function readSourceFile(path: string, code: string): SourceFile {
  const { program, module, errors } = parseSync(path, code)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (specifier: string, names: string[], typeOnly: boolean) =>
    imports.push({ target: resolveTarget(path, specifier), specifier, names, typeOnly })

  for (const { moduleRequest, entries } of module.staticImports) {
    const names = entries.map(({ importName }) => importName.name ?? '*')
    add(moduleRequest.value, names, entries.length > 0 && entries.every(({ isType }) => isType))
  }
  for (const { moduleRequest, importName, isType } of module.staticExports.flatMap(
    ({ entries }) => entries,
  )) {
    if (moduleRequest) add(moduleRequest.value, [importName.name ?? '*'], isType)
  }
  let readsEnvironment = imports.some(
    ({ target, names }) =>
      /^(node:)?process$/.test(target) && names.some((name) => name === 'env' || name === '*'),
  )
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal') add(String(source.value), ['*'], false)
    },
    TSImportType({ source }) {
      add(source.value, ['*'], true)
    },
    MemberExpression({ object, property }) {
      const named = property.type === 'Identifier' && property.name === 'env'
      if (object.type === 'Identifier' && object.name === 'process' && named) readsEnvironment = true
    },
    VariableDeclarator({ id, init }) {
      const whole = init?.type === 'Identifier' && init.name === 'process'
      if (whole && id.type === 'ObjectPattern') readsEnvironment = true
    },
  }).visit(program)

  const handsOn = program.body.map(
    (node) =>
      node.type === 'ExportAllDeclaration' ||
      (node.type === 'ExportNamedDeclaration' && node.source !== null),
  )
  return { path, imports, readsEnvironment, barrel: handsOn.length > 0 && handsOn.every(Boolean) }
}

function resolveTarget(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  if (specifier.startsWith('#')) return specifier.slice(1)
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
