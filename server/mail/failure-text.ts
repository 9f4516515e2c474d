/**
 * What went wrong, as it may be kept and logged: the innermost cause on one line of at most 300 characters,
 * without addresses of pages, since a server that refuses a mail may quote the link in it.
 */
export function describeFailure(error: unknown): string {
  let cause = error
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return message
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, '(address)')
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .slice(0, 300)
}
