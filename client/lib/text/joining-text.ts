import { enJoining, type JoiningText } from './en/joining.ts'

/** The words of the second step, of waiting for approval and of invitations. */
export const joiningText: JoiningText = enJoining
