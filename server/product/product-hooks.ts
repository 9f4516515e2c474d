import { personFields } from '#shared/person-details.ts'
import type { PersonFields } from '#shared/product/person-fields.ts'
import type { ActorContext, ProductHooks, ServiceContext } from '../service-context.ts'
import type { SettingsConfig } from '../settings/read-settings.ts'
import type { PersonTable } from './person-table.ts'
import type { ImpersonalTable, PersonalTable, ProductContext, ProductParts } from './product-parts.ts'
import { createProductPeople } from './product-people.ts'

/** What the product does, whatever its tables are. */
export type RunnableParts = Pick<ProductParts<unknown, unknown, never>, 'userCreated' | 'sweeps'> & {
  undo: Readonly<Record<string, (ctx: ActorContext & ProductContext, act: never) => Promise<unknown>>>
  personalData: Readonly<Record<string, PersonalTable | ImpersonalTable | undefined>>
  people?: PersonTable | null
  /** The fields that the table holds; the default is what is in `product/`. */
  personFields?: PersonFields
}

/** What the product does at moments of ours, as every context carries it. */
export function createProductHooks(parts: RunnableParts, config: SettingsConfig): ProductHooks {
  const contextOf = <Ctx extends ServiceContext>(ctx: Ctx): Ctx & ProductContext => ({ ...ctx, config })
  const tables = Object.entries(parts.personalData).flatMap(([name, table]) =>
    table && 'export' in table ? [{ name, ...table }] : [],
  )
  const people = createProductPeople(parts.personFields ?? personFields, parts.people ?? null)
  return {
    people,
    async userCreated(ctx, { id, name, email }, details = {}) {
      await people.keep(ctx.db, id, details)
      await parts.userCreated(contextOf(ctx), { id, name, email })
    },
    async exportPerson(ctx, userId) {
      const product: Record<string, unknown> = {}
      for (const { name, export: read } of tables) product[name] = await read(contextOf(ctx), userId)
      return { details: await people.export(ctx.db, userId), product }
    },
    async erasePerson(ctx, userId) {
      await people.erase(ctx.db, userId)
      for (const { erase } of tables) if (erase !== 'foreign key') await erase(contextOf(ctx), userId)
    },
    async undo(ctx, { action, ...act }) {
      const inverse = parts.undo[action]
      if (!inverse) throw new Error(`The product does not say how ${action} is taken back.`)
      await inverse(contextOf(ctx), act as never)
    },
    async sweep(ctx, onFailure) {
      for (const [name, run] of Object.entries(parts.sweeps)) {
        try {
          await run(contextOf(ctx))
        } catch (error) {
          onFailure(name, error)
        }
      }
    },
  }
}
