import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../errors.ts'
import { reasonOf } from '../connect.ts'
import {
  adoptApplied,
  findTables,
  finishApplied,
  insertApplied,
  isAdopted,
  makeTable,
  type Query,
  readApplied,
  updateApplied,
} from './applied.ts'
import { type Applied, type Comparison, compareHistory } from './compare-history.ts'
import type { History, Migration } from './history.ts'
import type { MigrationSession } from './session.ts'

/** How somebody decided about a migration that stopped half-way. */
export interface Settlement {
  tag: string
  /** Go on with the statement at which it stopped, or take it as made. */
  as: 'retry' | 'done'
}

export interface RunOptions {
  histories: History[]
  settle?: Settlement
  /** Called in the transaction before anything of the migrations' own is made. */
  prepare?(): Promise<void>
}

/**
 * Brings a database up to date: applies every migration that it has not had, each in its own transaction.
 * @throws StartError that names the migration which failed, or the reason why nothing may be applied.
 */
export async function runMigrations(session: MigrationSession, options: RunOptions): Promise<void> {
  const { histories, settle } = options
  if (!settle && (await isUpToDate(session, histories))) return
  await inTurn(session, () => prepareTables(session, options))
  if (settle) await inTurn(session, () => settleHalfway(session, histories, settle))
  await inTurn(session, () => adoptRows(session, histories))
  while (await inTurn(session, () => applyNext(session, histories)));
}

/** Bounds of the role are for calls. Set for the transaction alone, since a pooler gives the connection to others. */
export const noBounds = `select set_config(name, '0', true) from pg_settings where name in
  ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`

/** Runs `act` in a transaction while no other process is at the migrations. */
export async function inTurn<Result>(session: MigrationSession, act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    await session.run('begin')
    try {
      await session.query(noBounds)
      if (await session.lock()) {
        const result = await act()
        await session.run('commit')
        return result
      }
    } catch (error) {
      // What failed may be the connection itself.
      await session.run('rollback').catch(() => {})
      throw error
    }
    await session.run('rollback')
    await delay(100)
  }
}

// What most starts find. It needs no right to change anything, and no turn: a newer version may be at work for long.
async function isUpToDate({ query }: MigrationSession, histories: History[]): Promise<boolean> {
  const there = await findTables(query, histories)
  if (there.length < histories.length) return false
  return (await compareEach(query, histories)).every(
    ({ pending, matched, problem }) => !problem && pending.length === 0 && matched.every(isAdopted),
  )
}

async function prepareTables(session: MigrationSession, { histories, prepare }: RunOptions): Promise<void> {
  await prepare?.()
  const there = await findTables(session.query, histories)
  for (const history of histories) if (!there.includes(history)) await makeTable(session.query, history)
}

async function adoptRows(session: MigrationSession, histories: History[]): Promise<void> {
  for (const { history, matched } of await compareAll(session, histories))
    for (const each of matched) if (!isAdopted(each)) await adoptApplied(session.query, history, each)
}

/** Applies the first migration that the database has not had; false when there is none. */
async function applyNext(session: MigrationSession, histories: History[]): Promise<boolean> {
  for (const { history, pending } of await compareAll(session, histories)) {
    const [migration] = pending
    if (!migration) continue
    if (migration.inTransaction) await applyInside(session, history, migration)
    else await session.beside((beside) => applyOutside(beside, history, migration))
    return true
  }
  return false
}

async function compareAll({ query }: MigrationSession, histories: History[]) {
  const compared = await compareEach(query, histories)
  const problem = compared.find((each) => each.problem)?.problem
  if (problem) throw new StartError(problem)
  return compared
}

async function compareEach(
  query: Query,
  histories: History[],
): Promise<(Comparison & { history: History })[]> {
  const applied = await readApplied(query, histories)
  return histories.map((history, index) => ({ history, ...compareHistory(history, applied[index] ?? []) }))
}

async function applyInside(session: MigrationSession, history: History, migration: Migration): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    await session.run(statement).catch((cause) => {
      throw new StartError(
        `The migration ${history.folder}/${migration.tag}.sql failed at its statement ${index + 1} and was undone: ` +
          `${reasonOf(cause)}. Put right what it tells of, and start again.`,
        { cause },
      )
    })
  }
  await insertApplied(session.query, { history, migration })
}

type Beside = Pick<MigrationSession, 'query' | 'run'>

/** Runs statements one by one and writes down each, so that a later start knows of one that stopped half-way. */
async function applyOutside(
  { query, run }: Beside,
  history: History,
  migration: Migration,
  begun?: Applied,
): Promise<void> {
  const id = begun?.id ?? (await insertApplied(query, { history, migration, begun: true }))
  const skipped = begun?.statementsDone ?? 0
  for (const [index, statement] of migration.statements.entries()) {
    if (index < skipped) continue
    await run(statement).catch(async (cause) => {
      const reason = reasonOf(cause)
      await updateApplied(query, history, { id, problem: reason }).catch(() => {})
      throw new StartError(
        `The migration ${history.folder}/${migration.tag}.sql failed at its statement ${index + 1}: ${reason}. ` +
          'The next start says how to go on.',
        { cause },
      )
    })
    await updateApplied(query, history, { id, statementsDone: index + 1 })
  }
  await finishApplied(query, history, { id, hash: migration.hash })
}

async function settleHalfway(session: MigrationSession, histories: History[], { tag, as }: Settlement) {
  const applied = await readApplied(session.query, histories)
  for (const [index, history] of histories.entries()) {
    const row = applied[index]?.find((each) => each.tag === tag && each.unfinishedSince !== null)
    const migration = history.migrations.find((each) => each.tag === tag)
    if (!row || !migration) continue
    if (as === 'done') return finishApplied(session.query, history, { id: row.id, hash: migration.hash })
    return session.beside((beside) => applyOutside(beside, history, migration, row))
  }
  throw new StartError(`No migration ${tag} of this version stopped half-way.`)
}
