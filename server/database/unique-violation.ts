/** Whether the error, or what caused it, says that a value is there already which may be there only once. */
export function isUniqueViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') return true
  }
  return false
}

/**
 * Runs a transaction that looks whether something is taken and then takes it; once more when somebody took it in
 * between, since the second look says so.
 */
export function lookingAgain<Result>(take: () => Promise<Result>): Promise<Result> {
  return take().catch((error) => {
    if (isUniqueViolation(error)) return take()
    throw error
  })
}
