import type { z } from 'zod'
import type { Act, FieldOf } from '../audit/act.ts'
import type { OwnEntitlements } from '../credits/own-entitlements.ts'
import type { OwnPlanName } from '../credits/own-plans.ts'
import type { Pack } from '../orders/pack.ts'
import type { PlanPrice } from '../orders/plan-price.ts'
import type { DetailValue, PersonFieldTable } from './person-fields.ts'

// What is wrong with an act is said where it stands.
type CheckedActs<Acts> = {
  [Name in keyof Acts]: Name extends `${string}.${string}`
    ? Acts[Name] extends { personal: readonly (infer Field)[] }
      ? [Field] extends [FieldOf<Acts[Name]>]
        ? Acts[Name]
        : { personal: 'A personal field is one that the act has before or after.' }
      : Acts[Name]
    : 'An act is named by what it is done to and a verb, as in memo.share.'
}

/** Settings by their key: which values each may have, and the one it has until an admin changes it. */
export type SettingTable<Schemas> = {
  readonly [Key in keyof Schemas]: {
    readonly schema: Schemas[Key]
    readonly default: Schemas[Key] extends z.ZodType ? z.output<Schemas[Key]> : never
  }
}

/** What a plan of the product is called, and the value of every key, ours and the product's. */
export interface PlanOf<Keys> {
  readonly title: string
  readonly values: {
    readonly [Key in keyof Keys]: Keys[Key] extends z.ZodType ? z.output<Keys[Key]> : never
  }
  /** What it costs a month; a plan without a price is given by hand. */
  readonly price?: PlanPrice
}

// Undefined where none are named, which is where the names are ours.
type NamedPlans<PlanName extends string, Keys> =
  | Readonly<Record<PlanName, PlanOf<OwnEntitlements & Keys>>>
  | (OwnPlanName extends PlanName ? undefined : never)

/** What server and pages know of the product, with the names in it as types. */
export const defineShared = <
  const Acts extends Readonly<Record<string, Act>>,
  Schemas extends Readonly<Record<string, z.ZodType>> = Record<never, never>,
  People extends Readonly<Record<string, z.ZodType<DetailValue>>> = Record<never, never>,
  Keys extends Readonly<Record<string, z.ZodType>> = Record<never, never>,
  PlanName extends string = OwnPlanName,
>(shared: {
  /** What the audit log records of the product, as `{thing}.{verb}`. */
  acts: Acts & CheckedActs<Acts>
  /** What an admin changes at run time. */
  settings: SettingTable<Schemas>
  /** Fields that people have besides ours. */
  people?: PersonFieldTable<People>
  /** What owners have or may do by their plan besides ours: which values each may have, and the one without a plan. */
  entitlements?: SettingTable<Keys>
  /**
   * What owners pay for; ours are there where none are named. `free` is there unless it is named here with other
   * values.
   */
  plans?: Readonly<Record<PlanName, PlanOf<OwnEntitlements & NoInfer<Keys>>>>
  /** What can be bought once; ours are on sale where none are named. */
  packs?: Readonly<Record<string, Pack>>
}): {
  acts: Acts
  settings: SettingTable<Schemas>
  people: PersonFieldTable<People>
  entitlements: SettingTable<Keys>
  plans: NamedPlans<PlanName, Keys>
  packs?: Readonly<Record<string, Pack>>
} => ({
  people: {} as PersonFieldTable<People>,
  entitlements: {} as SettingTable<Keys>,
  plans: undefined as NamedPlans<PlanName, Keys>,
  ...shared,
})
