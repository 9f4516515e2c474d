import { defineServer } from '#server/trpc/define-server.ts'

/** What the product does on the server. */
export const server = defineServer({
  /** Procedures by the first word of their path: `{ memos: memosRouter }`. */
  routers: {},
  /** What a new user sets off, in the transaction that makes them, however they came to be. */
  userCreated: async () => {},
  /** The table that holds the fields which `shared.ts` adds to people, a row a user: `memberDetails`. */
  people: null,
  /** What a person's export holds and what purging them erases, by table. */
  personalData: {},
  /** How each act is taken back that `guards.ts` says can be. */
  undo: {},
  /** Done each minute: `{ 'old memos': (ctx) => deleteOldMemos(ctx) }`. */
  sweeps: {},
})
