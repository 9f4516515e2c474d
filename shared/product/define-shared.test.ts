import { expect, test } from 'vitest'
import { z } from 'zod'
import { fields } from '../audit/act.ts'
import type { OwnAuditEntity } from '../audit/audit-acts.ts'
import { defineShared } from './define-shared.ts'
import { joinTables, type Unshared } from './join-tables.ts'

const text = fields({ text: z.string() })

test('acts and settings know their names, fields and values', () => {
  const { acts, settings } = defineShared({
    acts: { 'note.update': { subject: 'note', before: text, after: text, personal: ['text'] } },
    settings: {
      notesPerUser: { schema: z.number(), default: 100 },
      colours: { schema: z.array(z.enum(['red', 'blue'])), default: ['red'] },
    },
  })
  const name: 'note.update' = Object.keys(acts)[0] as keyof typeof acts
  const subject: 'note' = acts[name].subject
  const most: number = settings.notesPerUser.default
  const colours: ('red' | 'blue')[] = settings.colours.default
  expect([subject, most, colours]).toEqual(['note', 100, ['red']])
})

test('what is forgotten or does not fit is an error of its type', () => {
  const wrong = [
    // @ts-expect-error A setting has a default.
    () => defineShared({ acts: {}, settings: { notesPerUser: { schema: z.number() } } }),
    // @ts-expect-error The default is one of the setting's values.
    () => defineShared({ acts: {}, settings: { notesPerUser: { schema: z.number(), default: 'many' } } }),
    // @ts-expect-error An act says what it is done to.
    () => defineShared({ acts: { 'note.update': { after: text } }, settings: {} }),
    // @ts-expect-error An act is named by a thing and a verb.
    () => defineShared({ acts: { update: { subject: 'note' } }, settings: {} }),
    () =>
      defineShared({
        // @ts-expect-error A personal field is one of the act's own.
        acts: { 'note.update': { subject: 'note', after: text, personal: ['title'] } },
        settings: {},
      }),
  ]
  expect(wrong).toHaveLength(5)
})

test('an act about a thing of ours, or a setting that we have, is an error of its type', () => {
  const { acts, settings } = defineShared({
    acts: { 'user.poke': { subject: 'user' } },
    settings: { signUpMode: { schema: z.boolean(), default: true } },
  })
  // @ts-expect-error What is done to a user is ours.
  const taken: Unshared<Record<`${OwnAuditEntity}.${string}`, unknown>, typeof acts> = acts
  // @ts-expect-error The setting is ours.
  expect(joinTables({ signUpMode: 1 }, settings)).toHaveProperty('signUpMode')
  expect(taken).toHaveProperty('user.poke')
})

test('plans have a value for every key, ours and their own, and each is one that the key can have', () => {
  const keys = { video: { schema: z.boolean(), default: false } }
  const own = { 'credits.monthly': 100, 'credits.quota': null }
  const { plans, entitlements } = defineShared({
    acts: {},
    settings: {},
    entitlements: keys,
    plans: { pro: { title: 'Pro', values: { ...own, video: true } } },
  })
  const name: 'pro' = Object.keys(plans)[0] as keyof typeof plans
  const video: boolean = plans[name].values.video || entitlements.video.default
  expect([video, plans.pro.values['credits.monthly']]).toEqual([true, 100])
  const wrong = [
    () =>
      defineShared({
        acts: {},
        settings: {},
        entitlements: keys,
        // @ts-expect-error A key of the product is missing.
        plans: { pro: { title: 'Pro', values: own } },
      }),
    () =>
      defineShared({
        acts: {},
        settings: {},
        entitlements: keys,
        // @ts-expect-error It is a yes or no.
        plans: { pro: { title: 'Pro', values: { ...own, video: 'yes' } } },
      }),
    // @ts-expect-error A key of ours is missing.
    () => defineShared({ acts: {}, settings: {}, plans: { pro: { title: 'Pro', values: {} } } }),
    // @ts-expect-error A key has a value without a plan.
    () => defineShared({ acts: {}, settings: {}, entitlements: { video: { schema: z.boolean() } } }),
  ]
  expect(wrong).toHaveLength(4)
})
