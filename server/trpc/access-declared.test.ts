import { expect, test } from 'vitest'
import { paidAccess, withPaidProcedures } from '#server/credits/paid/paid-router-fixture.ts'
import { permissionTable } from '#shared/roles/roles.ts'
import { procedureAccess } from './access-table-fixture.ts'
import { declareProcedure } from './declare-procedure.ts'
import { type Declared, isOpenToImpersonators, isOpenToKeys } from './declared-access.ts'
import {
  declaredFor,
  proceduresOf,
  type RegisteredProcedure,
  registeredProcedures,
} from './registered-procedures-fixture.ts'

test('every procedure is in the table', () => {
  const paths = registeredProcedures.map(({ path }) => path)
  const missing = paths.filter((path) => !(path in procedureAccess))
  const gone = Object.keys(procedureAccess).filter((path) => !paths.includes(path))
  const advice =
    'Declare who may call it, in product/access.ts for one of the product, else in server/trpc/access-table-fixture.ts'
  expect(missing, `${advice}: ${missing.join(', ')}`).toEqual([])
  expect(gone, `Take what is gone out of the table: ${gone.join(', ')}`).toEqual([])
})

test.each(registeredProcedures)('$path declares on itself what the table says', (procedure) => {
  expectDeclared(procedure, declaredFor(procedure.path))
})

test('procedures that cost credits declare it, whoever may spend them', () => {
  const procedures = proceduresOf(withPaidProcedures(() => null))
  for (const [path, declared] of Object.entries(paidAccess)) {
    const procedure = procedures.find((each) => each.path === path) as RegisteredProcedure
    expectDeclared(procedure, declared)
    const [access, ...flags] = declared
    for (const forgotten of flags)
      expect(() =>
        expectDeclared(procedure, [access, ...flags.filter((flag) => flag !== forgotten)]),
      ).toThrow()
  }
})

function expectDeclared({ path, type, meta }: RegisteredProcedure, declared: Declared): void {
  const [access, ...flags] = declared
  expect(meta.permission ?? meta.access).toBe(access)
  expect(meta.access).toBe(access in permissionTable ? 'permission' : access)
  const { keys, fresh, whilePending, whileImpersonating, price, entitlement } = declareProcedure(
    path,
    type,
    meta,
  )
  expect({
    keys,
    fresh,
    whilePending,
    whileImpersonating,
    paid: price !== null,
    entitled: entitlement !== null,
  }).toEqual({
    keys: isOpenToKeys(declared),
    fresh: flags.includes('fresh'),
    whilePending: flags.includes('while-pending'),
    whileImpersonating: isOpenToImpersonators(declared),
    paid: flags.includes('paid'),
    entitled: flags.includes('entitled'),
  })
}
