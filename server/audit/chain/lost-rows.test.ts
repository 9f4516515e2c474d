import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#test/processes/server-process.ts'
import { createLogger } from '../../logger.ts'
import { createLog } from '../audit-log-fixture.ts'
import { pruneAudit } from '../prune-audit.ts'
import { ChainEndLost } from './audit-sealer.ts'
import { openHeadFile } from './head-file.ts'

// What the database's owner does to hide row 5: the rows from 3 on lose their place, and it goes before they get another.
const unsealAndRemove = [
  sql`create temp table hidden as select id from audit_event where position = 5`,
  sql`update audit_event set position = null, chain = null where position >= 3`,
  sql`delete from audit_event where id in (select id from hidden)`,
  sql`drop table hidden`,
]

function capture() {
  const lines: Record<string, unknown>[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  return { lines, logger: createLogger('info', sink) }
}

test('rows that were unsealed to remove one are not sealed again, and what was sealed is known to be gone', async () => {
  const { fill, sealer, tamper, verify, write } = await createLog()
  await fill(10)
  await tamper(...unsealAndRemove)
  await expect(sealer.seal()).rejects.toThrow(ChainEndLost)
  await write()
  await expect(sealer.seal()).rejects.toThrow(/row 10 was there at/)
  expect(await verify()).toMatchObject({ sealed: 2, unsealed: 8 })
  const { problem } = await verify({ head: sealer.head() ?? undefined })
  expect(problem).toMatchObject({ kind: 'cut-off', position: 10 })
})

test('a running sealer says so in the log, once, and until the rows are back seals nothing', async () => {
  const { db, fill, newSealer, tamper, write } = await createLog()
  const { lines, logger } = capture()
  await fill(10)
  const sealer = newSealer({ logger })
  await sealer.seal()
  await tamper(
    sql`create table kept as select * from audit_event where position = 10`,
    sql`delete from audit_event where position = 10`,
  )
  sealer.start()
  await expect.poll(() => sealer.refusal(), { timeout: 60_000 }).toMatch(/cut off: row 10/)
  await write()
  await expect(sealer.seal()).rejects.toThrow(ChainEndLost)
  const errors = () => lines.filter(({ level }) => level === 'error')
  expect(errors()).toEqual([expect.objectContaining({ msg: expect.stringContaining('not sealed any more') })])
  await tamper(sql`insert into audit_event select * from kept`, sql`drop table kept`)
  await expect.poll(() => sealer.refusal(), { timeout: 60_000 }).toBeNull()
  await sealer.stop()
  expect(await db.execute(sql`select max(position)::int as last from audit_event`)).toMatchObject({
    rows: [{ last: 11 }],
  })
})

test('neither another row in the last place nor a checkpoint that nobody signed is taken for the end', async () => {
  const ways = [
    [sql`update audit_event set chain = 'pruned' where position = 10`],
    [
      ...unsealAndRemove,
      sql`insert into audit_checkpoint (id, at, kind, rows, position, chain, key_id, mac)
        values ('forged', now(), 'prune', 11, 11, 'x', 'x', 'x')`,
    ],
  ]
  for (const way of ways) {
    const { fill, sealer, tamper, write } = await createLog()
    await fill(10)
    await tamper(...way)
    await write()
    await expect(sealer.seal()).rejects.toThrow(ChainEndLost)
  }
})

test('rows that another replica sealed, and that were pruned, are missed by nobody', async () => {
  const { context, fill, newSealer, sealer, write } = await createLog()
  await fill(10)
  const other = newSealer()
  for (let row = 0; row < 30; row += 1) {
    await write()
    expect(await (row % 2 === 0 ? other : sealer).seal()).toBe(1)
  }
  await pruneAudit(context({ now: new Date('2027-01-01T00:00:00Z') }), 1)
  expect(await sealer.seal()).toBe(1)
  await write()
  expect(await other.seal()).toBe(1)
})

test('the head goes to the log and to the file when a process begins and when it stops', async () => {
  const { fill, newSealer, write } = await createLog()
  const path = join(await temporaryFolder(), 'heads.jsonl')
  const { lines, logger } = capture()
  await fill(3)
  const sealer = newSealer({ logger, headFile: await openHeadFile(path) })
  sealer.start()
  await expect.poll(() => readFile(path, 'utf8'), { timeout: 60_000 }).toContain('"position":3')
  await write()
  await sealer.stop()
  const heads = (await readFile(path, 'utf8')).trim().split('\n')
  expect(heads.map((head) => JSON.parse(head).position)).toEqual([3, 4])
  expect(lines.map(({ level, head }) => [level, head])).toEqual(
    heads.map((head) => ['info', JSON.parse(head)]),
  )
  expect((await openHeadFile(path)).last).toEqual(sealer.head())
})

test('with the file, what is removed while no process runs is found at the next start', async () => {
  const { fill, newSealer, tamper } = await createLog()
  const path = join(await temporaryFolder(), 'heads.jsonl')
  await fill(10)
  await newSealer({ headFile: await openHeadFile(path) }).stop()
  await tamper(...unsealAndRemove)
  await expect(newSealer({ headFile: await openHeadFile(path) }).seal()).rejects.toThrow(/row 10 was there/)
  // What remains: nothing remembers it.
  expect(await newSealer().seal()).toBe(7)
})

test('a head file that cannot be written, or holds something else, stops the start', async () => {
  const folder = await temporaryFolder()
  await expect(openHeadFile(join(folder, 'nowhere', 'heads'))).rejects.toThrow(/AUDIT_HEAD_FILE cannot/)
  const other = join(folder, 'notes')
  await writeFile(other, 'Not a head\n')
  await expect(openHeadFile(other)).rejects.toThrow(/does not end with a head/)
})
