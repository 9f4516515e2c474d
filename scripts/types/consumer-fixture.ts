import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildClient } from './build-client.ts'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const consumers = join(root, 'packages/client/consumers')

/** Why nothing can be installed, where that is so; in CI it is a failure instead. */
export async function findNoRegistry(): Promise<string | null> {
  const answer = await execute(
    'npm',
    ['view', '@trpc/server', 'version', '--fetch-retries=0', '--fetch-timeout=20000'],
    {
      shell,
    },
  ).catch(() => null)
  if (answer) return null
  if (process.env.CI) throw new Error('CI needs the registry of npm.')
  return 'The registry of npm does not answer, so that nothing can be installed beside the package.'
}
const shell = process.platform === 'win32'

/** What `npm pack` makes of the package as the sources have it now, in the folder. */
export async function packClient(folder: string): Promise<string> {
  for (const file of ['package.json', 'README.md'])
    await cp(join(root, 'packages/client', file), join(folder, file))
  buildClient({ root, folder })
  const { stdout } = await execute('npm', ['pack', '--silent'], { cwd: folder, shell })
  return join(folder, stdout.trim())
}

export interface Compiled {
  /** Of the consumer and of our package: those of other packages are theirs. */
  errors: string[]
  instantiations: number
  seconds: number
}

type Resolution = 'nodenext' | 'bundler'

/** Another project, with nothing but what it names. */
export interface Consumer {
  folder: string
  compile(files: string[], resolution: Resolution): Promise<Compiled>
  /** Runs a program with Node, and resolves with what it prints. */
  run(file: string, code: string): Promise<string>
  remove(): Promise<void>
}

/** Installs the packages into an empty project that lies outside of ours. */
export async function createConsumer(packages: string[]): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-consumer-'))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--install-links']
  await execute('npm', ['install', ...options, ...packages], { cwd: folder, shell })
  await cp(consumers, folder, { recursive: true })
  return {
    folder,
    compile: (files, resolution) => compile(folder, files, resolution),
    run: async (file, code) => {
      await writeFile(join(folder, file), code)
      return (await execute(process.execPath, [file], { cwd: folder })).stdout
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const compilerOptions = {
  target: 'ESNext',
  lib: ['ESNext', 'DOM', 'DOM.Iterable'],
  jsx: 'react-jsx',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  types: [],
  noEmit: true,
}
const modules = { nodenext: 'NodeNext', bundler: 'ESNext' }

async function compile(folder: string, files: string[], moduleResolution: Resolution): Promise<Compiled> {
  const config = join(folder, `tsconfig.${moduleResolution}.json`)
  const options = { ...compilerOptions, module: modules[moduleResolution], moduleResolution }
  await writeFile(config, JSON.stringify({ compilerOptions: options, files }))
  const tsc = join(folder, 'node_modules/typescript/bin/tsc')
  const args = [tsc, '-p', config, '--pretty', 'false', '--extendedDiagnostics']
  const failed = (error: { stdout: string }) => error
  const { stdout } = await execute(process.execPath, args, { cwd: folder }).catch(failed)
  const errors = stdout.split('\n').filter((line) => /error TS\d+/.test(line))
  const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
  return {
    errors: errors.filter((line) => !/^node_modules\/(?!gatehouse-client\/)/.test(line)),
    instantiations: figure('Instantiations'),
    seconds: figure('Total time'),
  }
}

/** The version that this repository has of the package. */
export const ourVersionOf = async (name: string): Promise<string> =>
  JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')).version
