import { AppError } from '../errors.ts'

const message = 'You have a view of this name already.'

/** The answer to a name that the actor gave another view of the list. */
export const nameTaken = () => new AppError('CONFLICT', message, { fieldErrors: { name: [message] } })
