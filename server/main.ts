import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { growYoungGeneration, keepYoungGenerationSmall } from './young-generation.ts'

// Both must come before anything else is loaded, so this file imports nothing but them.
// Without a cache that can be written, everything is compiled as if there was none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
keepYoungGenerationSmall()
const { start } = await import('./start.ts')
await start()
growYoungGeneration()
