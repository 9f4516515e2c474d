import { z } from 'zod'
import { roles } from './roles.ts'

// Apart from the table of permissions, which every page inside needs long before a form needs zod.
export const roleSchema = z.enum(roles)
