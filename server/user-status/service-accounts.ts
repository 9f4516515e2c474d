import { sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import { isServiceAddress } from '#shared/service-address.ts'

/** Whether the row is of a service account, and not of a person. */
export const isService = ({ email }: Pick<UserTable, 'email'>): boolean => isServiceAddress(email)

/** The same in SQL, by the indexes that lists have for e-mail addresses. */
export const isServiceRow = () => sql`${user.emailKey} like 'service:%'`

/** In SQL, whether a row is of a person: what lists and counts people asks it. */
export const isPerson = () => sql`${user.emailKey} not like 'service:%'`
