import { services } from './en/pages/services.ts'

/** Words that what needs them loads, so that the first page of the console does not. */
export const text: typeof services = services
