/** The value of the first cookie with this name in a Cookie header, as it stands there. */
export function readCookie(header: string | undefined, name: string): string | null {
  const cookies = (header ?? '').split(/; */)
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}
