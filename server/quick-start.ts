import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { resolveQuickly } from './quick-resolution.ts'

// For what is loaded behind it: by an `import()`, or since Node was told to load this first (`--import`).
// Without a cache that can be written, everything is compiled as if there was none.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
resolveQuickly()
