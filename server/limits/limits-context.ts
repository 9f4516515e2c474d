import type { ServiceContext } from '../service-context.ts'
import type { Limiter } from './decide/limiter.ts'

/** What the console's operations on limits need. */
export type LimitsContext = ServiceContext & { limiter: Limiter }
