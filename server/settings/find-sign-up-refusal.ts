import type { SignUpMode } from '#shared/settings.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { readSetting, type SettingsConfig } from './read-settings.ts'

const refusals = {
  invite: 'Only who is invited can register. Ask an admin for an invitation.',
  closed: 'Nobody can register at the moment.',
} satisfies Partial<Record<SignUpMode, string>>

/** The answer to who registers by themselves, in the modes of sign-up in which nobody can; null in the others. */
export async function findSignUpRefusal(db: Database, config: SettingsConfig): Promise<AppError | null> {
  const mode = await readSetting(db, config, 'signUpMode')
  if (mode === 'open' || mode === 'approval') return null
  return new AppError('FORBIDDEN', refusals[mode], { reason: { kind: 'sign-up', mode } })
}
