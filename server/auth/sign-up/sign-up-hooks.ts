import { APIError } from 'better-auth/api'
import type { Logger } from 'pino'
import type { SignUpMode } from '#shared/settings.ts'
import { toLine } from '#shared/text/text.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { tellApprovers } from './tell-approvers.ts'

export interface SignUpOptions {
  db: Database
  mailer: Mailer
  logger: Logger
  /** How people may register at this moment; asked inside the transaction that makes the account. */
  signUpMode: (db: Database) => Promise<SignUpMode>
  verificationRequired: boolean
}

interface NewUser {
  email: string
  emailVerified: boolean
  name: string
}

/** What the mode of sign-up means for an account that Better Auth makes, with a password or by a provider. */
export function createSignUpHooks({ db, mailer, logger, signUpMode, verificationRequired }: SignUpOptions) {
  // Who waits is there already: that nobody was told is no reason to fail.
  const tell = () =>
    tellApprovers({ db, mailer, verificationRequired }).catch((error) =>
      logger.warn({ err: error }, 'nobody was told that an account waits for approval'),
    )

  /** Says what is true of the account once its address is known to be its owner's. */
  async function greet({ email, name, ...user }: NewUser): Promise<void> {
    if (!isPending(user)) return mailer.send('welcome', { to: email, name })
    await mailer.send('waiting', { to: email, name })
    await tell()
  }

  return {
    greet,
    beforeCreate: async (user: NewUser) => {
      const mode = await signUpMode(joinTransaction(db))
      const data = { name: acceptableName(user) }
      if (mode === 'open') return { data }
      if (mode === 'approval') return { data: { ...data, pendingSince: new Date() } }
      throw APIError.from('FORBIDDEN', {
        code: 'SIGN_UP_CLOSED',
        message: 'Nobody can register at the moment.',
      })
    },
    afterCreate: async (user: NewUser) => {
      if (user.emailVerified) await greet(user)
      else if (isPending(user) && !verificationRequired) await tell()
    },
  }
}

// What a provider calls somebody has passed no form of ours: what one would refuse is left out.
function acceptableName({ email, name }: NewUser): string {
  const [localPart = ''] = email.split('@', 1)
  return toLine(name, { max: 150 }) || localPart
}

// Better Auth hands the fields of ours on without saying so.
const isPending = (user: object) => 'pendingSince' in user && user.pendingSince !== null
