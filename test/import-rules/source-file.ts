import { posix } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  target: string
  /** As the file writes it. */
  specifier: string
  /** What is taken from the target; `*` for all of it. */
  names: string[]
  /** Erased before the code runs. */
  typeOnly: boolean
  /** Loaded when it is needed, by an `import()` that stands in no `part(...)`. */
  bare?: boolean
}

export interface SourceFile {
  /** From the root of the repository. */
  path: string
  imports: Import[]
  /** Whether it reads `process.env`. */
  readsEnvironment: boolean
  /** Whether it compares the name of a plan with a text. */
  comparesPlans: boolean
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
  let comparesPlans = false
  const parts: { start: number; end: number }[] = []
  new Visitor({
    CallExpression({ callee, start, end }) {
      if (callee.type === 'Identifier' && callee.name === 'part') parts.push({ start, end })
    },
    ImportExpression({ source, start }) {
      if (source.type !== 'Literal') return
      add(String(source.value), ['*'], false)
      const bare = !parts.some((part) => part.start < start && start < part.end)
      Object.assign(imports.at(-1) ?? {}, { bare })
    },
    TSImportType({ source }) {
      add(source.value, ['*'], true)
    },
    MemberExpression({ object, property }) {
      const named = property.type === 'Identifier' && property.name === 'env'
      if (object.type === 'Identifier' && object.name === 'process' && named) readsEnvironment = true
    },
    BinaryExpression({ left, operator, right }) {
      const sides = [left, right]
      if (/^[!=]=/.test(operator) && sides.some(isPlan) && sides.some(isText)) comparesPlans = true
    },
    SwitchStatement({ discriminant }) {
      if (isPlan(discriminant)) comparesPlans = true
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
  const barrel = handsOn.length > 0 && handsOn.every(Boolean)
  return { path, imports, readsEnvironment, comparesPlans, barrel }
}

function isPlan(node: ESTree.Node): boolean {
  const name = node.type === 'MemberExpression' ? node.property : node
  return name.type === 'Identifier' && /^plan(Name)?$/.test(name.name)
}

const isText = (node: ESTree.Node) => node.type === 'Literal' && typeof node.value === 'string'

function resolveTarget(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  if (specifier.startsWith('#')) return specifier.slice(1)
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
