import { API, type Checker, type Type } from 'typescript/unstable/sync'

/** What the compiler knows of our sources, as far as a file of them reaches. */
export interface SourceProject {
  checker: Checker
  /** The type that the file exports under the name. */
  exportedType(name: string): Type
  [Symbol.dispose](): void
}

/** Opens the project whose `tsconfig.json` names one file; both are absolute paths. */
export function openSourceProject(config: string, file: string): SourceProject {
  const api = new API()
  const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
  const source = project?.program.getSourceFile(file)
  if (!project || !source) throw new Error(`${config} does not lead to ${file}.`)
  const { checker } = project
  const module = checker.getSymbolAtLocation(source)
  return {
    checker,
    exportedType(name) {
      const symbol = module && checker.getMemberInModuleExports(module, name)
      if (!symbol) throw new Error(`${file} exports no ${name}.`)
      return checker.getDeclaredTypeOfSymbol(symbol)
    },
    [Symbol.dispose]: () => api.close(),
  }
}

/** The type at the path of properties. */
export const typeAt = (checker: Checker, type: Type, ...path: string[]): Type =>
  path.reduce((inner, name) => {
    const property = checker.getPropertyOfType(inner, name)
    const found = property && checker.getTypeOfSymbol(property)
    if (!found) throw new Error(`There is no ${name} in ${checker.typeToString(inner)}.`)
    return found
  }, type)
