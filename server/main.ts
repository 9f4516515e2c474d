// All of these must come before anything else is loaded, so this file imports nothing but them.
import './quick-start.ts'
import { growYoungGeneration, keepYoungGenerationSmall } from './young-generation.ts'

keepYoungGenerationSmall()
const { start } = await import('./start.ts')
await start()
growYoungGeneration()
