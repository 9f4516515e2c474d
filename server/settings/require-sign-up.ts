import type { SignUpMode } from '#shared/settings.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { readSetting, type SettingsConfig } from './read-settings.ts'

const refusals = {
  invite: 'Only who is invited can register. Ask an admin for an invitation.',
  closed: 'Nobody can register at the moment.',
} satisfies Partial<Record<SignUpMode, string>>

/** Throws FORBIDDEN in the modes of sign-up in which nobody can register by themselves. */
export async function requireSignUp(db: Database, config: SettingsConfig): Promise<void> {
  const mode = await readSetting(db, config, 'signUpMode')
  if (mode === 'open' || mode === 'approval') return
  throw new AppError('FORBIDDEN', refusals[mode], { reason: { kind: 'sign-up', mode } })
}
