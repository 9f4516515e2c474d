import { afterEach, describe, expect, test, vi } from 'vitest'
import { auditFilter } from '#shared/audit/audit.ts'
import { text } from '../../lib/text/text.ts'
import { readChoices, toFilter, validateAuditSearch } from './audit-search.ts'

const words = text.audit
afterEach(() => vi.unstubAllEnvs())

describe('the address of the log', () => {
  test('keeps what it knows, and nothing else', () => {
    const search = { search: 'ada', actor: 'a1', subject: 's1', from: '2026-06-03', page: '2', entity: '' }
    expect(validateAuditSearch(search)).toEqual({
      search: 'ada',
      entity: undefined,
      action: undefined,
      actor: 'a1',
      subject: 's1',
      from: '2026-06-03',
      to: undefined,
    })
  })

  test.each(['2026-6-3', '03.06.2026', '2026-13-01', '1969-01-01', '20260-01-01', 'today'])(
    'a day that is none is not given: %s',
    (from) => expect(validateAuditSearch({ from }).from).toBeUndefined(),
  )

  test('an action or an entity that there is not counts as not given', () => {
    expect(readChoices({ entity: 'user', action: 'user.ban' }, words)).toEqual({
      entity: 'user',
      action: 'user.ban',
    })
    expect(readChoices({ entity: 'users', action: 'toString' }, words)).toEqual({})
  })
})

describe('the question to the server', () => {
  test('has both days in it, from midnight to midnight where the reader is', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo')
    expect(toFilter({ from: '2026-06-03', to: '2026-06-03' }, words)).toMatchObject({
      from: '2026-06-02T15:00:00.000Z',
      to: '2026-06-03T15:00:00.000Z',
    })
  })

  test('a day ends at midnight also when it has 23 or 25 hours', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(toFilter({ to: '2026-03-29' }, words).to).toBe('2026-03-29T22:00:00.000Z')
    expect(toFilter({ to: '2026-10-25' }, words).to).toBe('2026-10-25T23:00:00.000Z')
  })

  test('asks for what failed, or for what the reader did', () => {
    expect(toFilter({ only: 'failed' }, words).actions).toEqual([
      'session.fail',
      'account.lock',
      'access.refuse',
    ])
    expect(toFilter({ only: 'mine', actor: 'somebody' }, words, 'me').actorId).toBe('me')
  })

  test('is one that the server takes', () => {
    const search = { search: 'ada', entity: 'user', action: 'user.ban', actor: 'a1', from: '2026-06-03' }
    expect(auditFilter.safeParse(toFilter(search, words)).success).toBe(true)
    expect(auditFilter.safeParse(toFilter({}, words)).success).toBe(true)
  })
})
