import { expect, test } from 'vitest'
import { permissionTable } from '#shared/roles/roles.ts'
import { procedureAccess } from './access-table-fixture.ts'
import { declareProcedure } from './declare-procedure.ts'
import { isOpenToKeys } from './declared-access.ts'
import { declaredFor, registeredProcedures } from './registered-procedures-fixture.ts'

test('every procedure is in the table', () => {
  const paths = registeredProcedures.map(({ path }) => path)
  const missing = paths.filter((path) => !(path in procedureAccess))
  const gone = Object.keys(procedureAccess).filter((path) => !paths.includes(path))
  const advice =
    'Declare who may call it, in product/access.ts for one of the product, else in server/trpc/access-table-fixture.ts'
  expect(missing, `${advice}: ${missing.join(', ')}`).toEqual([])
  expect(gone, `Take what is gone out of the table: ${gone.join(', ')}`).toEqual([])
})

test.each(registeredProcedures)('$path declares on itself what the table says', ({ path, type, meta }) => {
  const declared = declaredFor(path)
  const [access, ...flags] = declared
  expect(declareProcedure(path, type, meta).keys).toBe(isOpenToKeys(declared))
  expect(meta.permission ?? meta.access).toBe(access)
  expect(meta.access).toBe(access in permissionTable ? 'permission' : access)
  expect({
    fresh: meta.fresh ?? false,
    whilePending: meta.whilePending ?? false,
    whileImpersonating: meta.whileImpersonating ?? true,
  }).toEqual({
    fresh: flags.includes('fresh'),
    whilePending: flags.includes('while-pending'),
    whileImpersonating: !flags.includes('not-impersonating'),
  })
})
