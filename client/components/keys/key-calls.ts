import type { ApiKey, CreateKeyInput, NewApiKey } from '#shared/keys.ts'

/** What is done with keys. */
export type KeyAct = { kind: 'create' } | { kind: 'rename' | 'rotate' | 'revoke'; key: ApiKey }

/** The calls that do it, of the keys' owner, and what reads anew what they change. */
export interface KeyCalls {
  create(input: CreateKeyInput): Promise<NewApiKey>
  rename(id: string, name: string): Promise<unknown>
  rotate(id: string): Promise<NewApiKey>
  revoke(id: string): Promise<unknown>
  refresh(): Promise<unknown>
}
