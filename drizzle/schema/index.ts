export * from './auth.ts'
export * from './limits.ts'
export * from './mail.ts'
