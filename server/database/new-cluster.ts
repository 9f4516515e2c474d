import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

// Run as a process by `make-cluster.ts`: what it takes of memory goes with it. Compiled once for both that PGlite makes.
const [folder = ''] = process.argv.slice(2)
const program = fileURLToPath(import.meta.resolve('@electric-sql/pglite/pglite.wasm'))
const pgliteWasmModule = await WebAssembly.compile(await readFile(program))
// By itself `initdb` tries how much it can have, and takes it.
const initDbStartParams = ['-c', 'shared_buffers=16MB']
const client = await PGlite.create({ dataDir: folder, pgliteWasmModule, initDbStartParams })
await client.close()
