/** Roles from the lowest rank to the highest; rank is the position. */
export const roles = ['user', 'moderator', 'admin_ro', 'admin'] as const
export type Role = (typeof roles)[number]
