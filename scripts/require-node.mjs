// Runs before everything else and on any Node, so it is plain JavaScript.
const needed = 24

if (Number.parseInt(process.versions.node, 10) < needed) {
  console.error(
    `Gatehouse needs Node ${needed} or newer and found ${process.version}: install it from https://nodejs.org and try again.`,
  )
  process.exit(1)
}
