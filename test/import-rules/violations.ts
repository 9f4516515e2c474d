import { findCycles } from './cycles.ts'
import { joints } from './joints.ts'
import { folderOf, isFixture, isTest, layerOf, mayImport } from './layers.ts'
import { isOffered, mayTakeAnyFile, nameIn, type Offers, roomOf } from './rooms.ts'
import type { Import, SourceFile } from './source-file.ts'

const isSource = (target: string) => /\.tsx?$/.test(target)
// What is built on React's own.
const lazyComponent = 'client/components/part/lazy-component.tsx'
const isServerOnly = (name: string) => /^(fastify|fastify-plugin|@fastify\/.*|@trpc\/.*)$/.test(name)

/** Every way in which the files break the import rules, a sentence each; `offers` says what rooms let others import. */
export function findViolations(files: SourceFile[], offers: Offers): string[] {
  const ours = files.filter(({ path }) => !isTest(path) && !isFixture(path))
  return [
    ...files.flatMap(checkFile),
    ...files.flatMap((file) => file.imports.flatMap((entry) => checkImport(file.path, entry))),
    ...checkRooms(ours, offers),
    ...findCycles(edgesOf(ours, (path) => path)).map((cycle) => `${cycle} is a cycle of files`),
    ...findRoomCycles(ours).map((cycle) => `${cycle} is a cycle of rooms`),
    ...findCycles(edgesOf(ours, folderOf)).map((cycle) => `${cycle} is a cycle of folders`),
  ]
}

function checkFile({ path, barrel, readsEnvironment, comparesPlans }: SourceFile): string[] {
  const problems: string[] = []
  const layer = layerOf(path)
  if (layer === null) problems.push(`${path} belongs to no layer`)
  if (/(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(path))
    problems.push(`${path} has a name that says nothing about what is in it`)
  if (barrel && !/^(drizzle|product)\/schema\/index\.ts$/.test(path)) problems.push(`${path} is a barrel`)
  const configured = layer === 'tests' || layer === 'tools' || path === 'server/config.ts'
  if (readsEnvironment && !configured) problems.push(`${path} reads process.env`)
  if (comparesPlans && !isTest(path)) problems.push(`${path} compares a plan's name: ask for an entitlement`)
  return problems
}

function checkImport(path: string, entry: Import): string[] {
  const { target, specifier } = entry
  if (/^(product\/)?client[/.]/.test(path) && !isTest(path)) {
    if (entry.bare)
      return [`${path} loads ${target} outside of part(...), so that nobody knows when it is missing`]
    if (target === 'react' && entry.names.includes('lazy') && path !== lazyComponent)
      return [`${path} uses lazy of React: lazyPart and lazyDialog have a boundary`]
  }
  if (!specifier.startsWith('.') && !specifier.startsWith('#')) return checkPackage(path, target)
  const leavesTop = path.includes('/') && path.split('/')[0] !== target.split('/')[0]
  if (leavesTop && specifier.startsWith('.'))
    return [`${path} writes ${specifier}: # leads to another top folder`]
  if (!isSource(target)) return []
  if (isTest(target)) return [`${path} imports the test ${target}`]
  return isTest(path) ? [] : checkLayers(path, entry)
}

function checkPackage(path: string, name: string): string[] {
  const layer = layerOf(path)
  const inner = layer === 'domains' || layer === 'database' || layer === 'drizzle'
  const refused = (inner && isServerOnly(name)) || (layer === 'shared' && name !== 'zod')
  return refused ? [`${path} imports ${name}`] : []
}

function checkLayers(path: string, { target, names, typeOnly }: Import): string[] {
  if (path.startsWith('client/') && target.startsWith('server/')) {
    const router = path === 'client/lib/api/trpc.ts' && typeOnly && names.join() === 'AppRouter'
    return router ? [] : [`${path} imports ${target}`]
  }
  const intoProduct = target.startsWith('product/') && !path.startsWith('product/')
  const from = layerOf(path)
  if (intoProduct && from !== 'tests' && from !== 'tools' && joints[path] !== target)
    return [`${path} imports ${target}, and is none of the files that join the product`]
  const to = layerOf(target)
  if (from === null || to === null) return []
  if (!mayImport(from, to)) return [`${path} (${from}) imports ${target} (${to})`]
  const readsConfig = from === 'main' || from === 'tests' || from === 'tools'
  const typesOnly =
    (from === 'leaves' && to === 'database') || (target === 'server/config.ts' && !readsConfig)
  if (typesOnly && !typeOnly) return [`${path} imports more than types from ${target}`]
  const otherFeature = to === 'client features' && from === to && folderOf(path) !== folderOf(target)
  return otherFeature ? [`${path} imports the feature ${folderOf(target)}`] : []
}

function checkRooms(files: SourceFile[], offers: Offers): string[] {
  const problems = new Set<string>()
  const taken = new Set<string>()
  for (const { path, imports } of files) {
    if (mayTakeAnyFile(path)) continue
    for (const { target } of imports) {
      const room = isSource(target) ? roomOf(target) : null
      if (room === null || room === roomOf(path)) continue
      const name = nameIn(room, target)
      taken.add(`${room}/${name}`)
      if (!isOffered(offers, room, name))
        problems.add(`${path} imports ${name}, which ${room} does not offer`)
    }
  }
  for (const [room, offered] of Object.entries(offers)) {
    const inside = files.filter(({ path }) => roomOf(path) === room).map(({ path }) => nameIn(room, path))
    if (inside.length === 0) problems.add(`There is no room ${room} to offer anything`)
    for (const name of offered === 'everything' ? inside : offered) {
      if (!taken.has(`${room}/${name}`)) problems.add(`${room} offers ${name}, which nothing outside imports`)
    }
  }
  return [...problems]
}

// Rooms of one folder and the files beside them: what goes round through other folders is a cycle of folders.
function findRoomCycles(files: SourceFile[]): string[] {
  const inFolder = (entry: Import, path: string) => folderOf(entry.target) === folderOf(path)
  const byFolder = files.map((file) => ({
    ...file,
    imports: file.imports.filter((entry) => inFolder(entry, file.path)),
  }))
  const cycles = findCycles(edgesOf(byFolder, (path) => roomOf(path) ?? path))
  return cycles.filter((cycle) => cycle.split(' -> ').some((node) => !isSource(node)))
}

function edgesOf(files: SourceFile[], nodeOf: (path: string) => string): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>()
  for (const { path, imports } of files) {
    const node = nodeOf(path)
    const targets = edges.get(node) ?? new Set()
    edges.set(node, targets)
    for (const { target, specifier } of imports) {
      const own = (specifier.startsWith('.') || specifier.startsWith('#')) && isSource(target)
      if (own && nodeOf(target) !== node) targets.add(nodeOf(target))
    }
  }
  return edges
}
