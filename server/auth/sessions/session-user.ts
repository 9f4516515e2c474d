import { shownPicture } from '#shared/pictures.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { SessionUser } from '#shared/users.ts'

/** The part of a user's row that the user and every call of theirs may know. */
export function toSessionUser(user: {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image?: string | null
  role: Role
  twoFactorEnabled?: boolean | null
  pendingSince?: Date | null
  createdAt: Date
}): SessionUser {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    emailVerified: user.emailVerified,
    image: shownPicture(user.image),
    role: user.role,
    twoFactorEnabled: user.twoFactorEnabled ?? false,
    pending: Boolean(user.pendingSince),
    createdAt: user.createdAt.toISOString(),
  }
}
