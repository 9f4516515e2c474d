const benchmarks: Record<string, () => Promise<{ run(args: string[]): Promise<void> }>> = {
  audit: () => import('./audit.ts'),
  bodies: () => import('./bodies.ts'),
  calls: () => import('./calls.ts'),
  credits: () => import('./credits/credits.ts'),
  limits: () => import('./limits.ts'),
  pages: () => import('./pages.ts'),
  programs: () => import('./programs.ts'),
  'search-box': () => import('./search-box.ts'),
  memory: () => import('./start/memory.ts'),
  start: () => import('./start/start.ts'),
  storm: () => import('./storm/storm.ts'),
  statements: () => import('./statements/statements.ts'),
  users: () => import('./users.ts'),
}

const [name = 'calls', ...args] = process.argv.slice(2)
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined
if (load) {
  await (await load()).run(args)
} else {
  console.error(`Usage: npm run bench -- [NAME], where NAME is one of: ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 1
}
