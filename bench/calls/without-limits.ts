import type { Guard } from '#server/access/guard.ts'
import { guards } from '#server/access/guards/guards.ts'
import { limitGuard } from '#server/access/guards/limit-guard.ts'

// Loaded before a server of the benchmark, to show what limits cost: none of its calls meets them.
const removable = guards as Guard[]
removable.splice(removable.indexOf(limitGuard), 1)
