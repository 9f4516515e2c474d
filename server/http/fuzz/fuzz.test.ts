import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { limitPolicies } from '#server/limits/limit-policies.ts'
import { createTestApp, password } from '#test/app.ts'
import { listen } from '#test/raw-connection.ts'
import { procedures } from '../every-input-fixture.ts'
import { createCallers } from './callers-fixture.ts'
import { createKnownTexts, type GivenTexts } from './known-texts-fixture.ts'
import { createRandom } from './random-fixture.ts'
import { createRequest, type FuzzRequest } from './requests-fixture.ts'
import { routes, subjectOf } from './routes-fixture.ts'
import { type FuzzAnswer, sendBytes } from './send-fixture.ts'

const long = inject('thorough') && inject('database') === 'postgres'
const roundSize = long ? 1000 : 600
const rounds = Array.from({ length: long ? 20 : 1 }, (_, round) => round)
const atATime = 16
const seed = inject('fuzzSeed')
const provider = { clientId: 'gatehouse', clientSecret: 'gatehouse-at-the-provider' }

// What our callers do is no failure of ours, and nothing of the inside shows.
const inside =
  /SyntaxError|node_modules|\bat \/|\bat async |Failed query|insert into|PostgresError|INTERNAL_SERVER/
const shownFailures = 5
const reachedInAll = new Set<string>()

test.each(rounds)(
  `whatever anybody sends is answered as their own fault (seed ${seed}, round %i)`,
  async (round) => {
    const app = await createTestApp({
      bodyTimeoutMs: 200,
      clientDir: await builtClient(),
      config: { trustedProxies: ['127.0.0.1'], google: provider, github: provider },
    })
    const port = await listen(app.app)
    const callers = await createCallers(app)
    const known = createKnownTexts(textsGiven(app.setupToken))
    const failures: string[] = []
    const reached = new Map<string, number>()
    let sent = 0

    async function sendOne(index: number): Promise<void> {
      const random = createRandom(seed * 100_000 + round * roundSize + index)
      const route = routes[(index + round * roundSize) % routes.length]
      if (!route) throw new Error('There are routes.')
      const caller = await callers.next(random)
      if (caller.id) known.hear('users', caller.id)
      const request = createRequest(random, known, { route, caller })
      const answer = await sendBytes(port, request.bytes)
      known.hearAnswer(subjectOf(route), answer.text)
      if (answer.status === 200) reached.set(caller.kind, (reached.get(caller.kind) ?? 0) + 1)
      if (isFailure(request, answer)) failures.push(report(request, answer))
    }
    const worker = async () => {
      while (sent < roundSize) await sendOne(sent++)
    }
    await Promise.all(Array.from({ length: atATime }, worker))

    expect(failures.slice(0, shownFailures), `${failures.length} of ${roundSize}`).toEqual([])
    expect(app.logged.filter(isLoggedFailure).slice(0, shownFailures)).toEqual([])
    expect(reached.get('admin')).toBeGreaterThan(0)
    for (const kind of reached.keys()) reachedInAll.add(kind)
    // Else nobody came far enough for all this to mean much; in one round alone, chance may keep somebody out.
    if (round > 0 && round === rounds.length - 1)
      expect([...reachedInAll]).toEqual(
        expect.arrayContaining(['signed-out', 'user', 'moderator', 'admin_ro', 'admin']),
      )
  },
)

function isFailure({ large }: FuzzRequest, { status, text }: FuzzAnswer): boolean {
  if (status === null || inside.test(text)) return true
  // Of large bodies only a few are taken at a time.
  if (status === 503 && large) return !/\r\nretry-after: 1\r\n/i.test(text)
  return status >= 500
}

const isLoggedFailure = (line: string) => /"level":"(warn|error|fatal)"|SyntaxError/.test(line)

const report = ({ about, bytes }: FuzzRequest, { text }: FuzzAnswer) =>
  `${about}\n${bytes.toString('latin1').slice(0, 1500)}\n-> ${text.slice(0, 1500)}`

const textsGiven = (setupToken: string): GivenTexts => ({
  byName: {
    password: [password],
    currentPassword: [password],
    newPassword: ['A better password 7'],
    token: [setupToken],
    policy: Object.keys(limitPolicies),
    procedure: procedures.map(({ path }) => path),
    value: ['203.0.113.7', '203.0.113.0/24', 'auth:ip:203.0.113.'],
    redirectTo: ['/reset-password'],
    callbackURL: ['/dashboard'],
  },
  others: [
    'Ada Lovelace',
    'somebody@example.com',
    'because',
    '123456',
    'abcde-fghij',
    '2027-01-31T12:00:00.000Z',
  ],
})

async function builtClient(): Promise<string> {
  const clientDir = await mkdtemp(join(tmpdir(), 'gatehouse-client-'))
  onTestFinished(() => rm(clientDir, { recursive: true }))
  await mkdir(join(clientDir, 'assets'))
  await writeFile(join(clientDir, 'assets/main-abc123.js'), 'export {}')
  await writeFile(
    join(clientDir, 'index.html'),
    '<!doctype html><meta nonce="__CSP_NONCE__">__PUBLIC_SETTINGS__',
  )
  return clientDir
}
