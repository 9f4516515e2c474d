import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { documentText, keptDocument } from './openapi/kept-document.ts'
import { buildClient } from './types/build-client.ts'
import { areKept, declareRouter, keptTypes } from './types/kept-types.ts'

// Makes the package that other projects install, and the document of the API; with `--check` says whether what is kept
// of both is this.
const root = fileURLToPath(new URL('..', import.meta.url))

if (process.argv.includes('--check')) await check()
else await build()

async function build() {
  const { types } = buildClient({ root, folder: join(root, 'packages/client') })
  writeFileSync(join(root, keptTypes), types)
  writeFileSync(join(root, keptDocument), await documentText(types))
  console.log(`The types are kept in ${keptTypes}, the document of the API in ${keptDocument}.`)
  console.log('The package is made by: npm pack ./packages/client')
}

async function check() {
  if (!areKept(root)) {
    console.log(`The types of this product are not kept; \`npm run build:types\` keeps them in ${keptTypes}.`)
    return
  }
  const types = declareRouter(root)
  compare(keptTypes, types)
  compare(keptDocument, await documentText(types))
  if (!process.exitCode) lint()
}

function compare(path: string, text: string) {
  const file = join(root, path)
  const kept = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const made = text.split('\n')
  const line = made.findIndex((each, index) => each !== kept[index])
  if (line < 0 && made.length === kept.length) return
  console.error(`${path} is not what the procedures say, from line ${line + 1} on. Run npm run build:types.`)
  process.exitCode = 1
}

/** Whether the document is one of OpenAPI, by the rules in `redocly.yaml`; what is wrong is printed. */
function lint() {
  const redocly = join(root, 'node_modules/@redocly/cli/bin/cli.js')
  try {
    execFileSync(process.execPath, [redocly, 'lint', keptDocument, '--max-problems=20'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  } catch (error) {
    console.error((error as { stdout: string }).stdout)
    process.exitCode = 1
  }
}
