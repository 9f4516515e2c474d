/** Why somebody who was inside is at the sign-in page; as part of its address, hence one of a few words. */
export const signOutReasons = ['ended', 'banned', 'role'] as const
export type SignOutReason = (typeof signOutReasons)[number]
