import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { resolveQuickly } from './quick-resolution.ts'
import { growYoungGeneration, keepYoungGenerationSmall } from './young-generation.ts'

// All of these must come before anything else is loaded, so this file imports nothing but them.
// Without a cache that can be written, everything is compiled as if there was none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
keepYoungGenerationSmall()
resolveQuickly()
const { start } = await import('./start.ts')
await start()
growYoungGeneration()
