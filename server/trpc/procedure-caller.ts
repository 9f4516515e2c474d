import { appRouter } from './app-router.ts'
import { createCallerFactory } from './procedures.ts'

/** Calls procedures within the process, with the guards, limits and audit rows of any other call. */
export const createProcedureCaller = createCallerFactory(appRouter)
export type ProcedureCaller = ReturnType<typeof createProcedureCaller>
