// Loaded into a server under test by `--import`: what it asks Google's token endpoint, which Better Auth names in its
// source, goes to the provider on this machine instead. Everything else goes where it went.
const { fetch } = globalThis
const local = new URL(process.env.LOCAL_OPENID_PROVIDER)

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  return url.origin === 'https://oauth2.googleapis.com'
    ? fetch(new URL('/token', local), init)
    : fetch(input, init)
}
