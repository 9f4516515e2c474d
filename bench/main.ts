const benchmarks: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  audit: () => import('./audit.ts'),
  limits: () => import('./limits.ts'),
  pages: () => import('./pages.ts'),
  'search-box': () => import('./search-box.ts'),
  users: () => import('./users.ts'),
}

const [name = ''] = process.argv.slice(2)
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined
if (load) {
  await (await load()).run()
} else {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of: ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 1
}
