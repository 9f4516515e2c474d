const prefix = 'service:'

/**
 * What stands in the place of a service account's e-mail address and says that it is one. It is no address: nobody can
 * sign in, register or be invited with it, and no mail goes there. Pages load it without zod.
 */
export const serviceAddress = (id: string) => `${prefix}${id}`

/** Whether it is the address of a service account. */
export const isServiceAddress = (email: string) => email.startsWith(prefix)
