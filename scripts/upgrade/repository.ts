import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

// Of the machine nothing counts but the programs: no settings of git's, none that Vitest has set here.
const { PATH = '', HOME = '' } = process.env
const env = { PATH, HOME, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com']

/** A copy of this repository with a history of its own, which a test writes. */
export interface Repository {
  folder: string
  git(...args: string[]): Promise<string>
  npm(...args: string[]): Promise<string>
  read(path: string): Promise<string>
  write(path: string, text: string): Promise<void>
  /** Replaces what must be there. */
  edit(path: string, from: string | RegExp, to: string): Promise<void>
  commit(message: string): Promise<void>
  remove(): Promise<void>
}

/** Makes one whose first commit is what this working tree has, but for what git ignores. */
export async function createRepository(): Promise<Repository> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-upgrade-'))
  const repository = repositoryIn(folder)
  const { git, write } = repository
  await git('init', '--quiet', '--initial-branch=main')
  await write('.git/info/exclude', 'node_modules\n')
  await git(`--work-tree=${root}`, 'add', '--all')
  await git('checkout-index', '--all')
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return repository
}

function repositoryIn(folder: string): Repository {
  const run = async (program: string, args: string[]) => {
    const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' }
    const { stdout } = await execute(program, args, options).catch((error) => {
      throw new Error(`${program} ${args.join(' ')} failed:\n${error.stdout}\n${error.stderr}`)
    })
    return stdout
  }
  const git = (...args: string[]) => run('git', [`--git-dir=${join(folder, '.git')}`, ...author, ...args])
  const read = (path: string) => readFile(join(folder, path), 'utf8')
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return {
    folder,
    git,
    read,
    write,
    npm: (...args) => run('npm', args),
    edit: async (path, from, to) => {
      const text = await read(path)
      const edited = text.replace(from, to)
      if (edited === text) throw new Error(`${path} does not hold ${from}.`)
      await write(path, edited)
    },
    commit: async (message) => {
      await git('add', '--all')
      await git('commit', '--quiet', `--message=${message}`)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
