import { setFlagsFromString } from 'node:v8'

// Most of what is loaded at the start survives. V8 takes that for a reason to make its young generation larger, up to
// 130 MB, which nothing needs afterwards and nothing gives back.

/** Until it may grow again, V8's young generation keeps the size that it has. */
export const keepYoungGenerationSmall = () => setFlagsFromString('--semi-space-growth-factor=1')

/** From here on it grows with what is being done, as V8 has it by default. */
export const growYoungGeneration = () => setFlagsFromString('--semi-space-growth-factor=2')
