import type { PublicSettings } from '#shared/settings.ts'
import type { Config } from '../config.ts'
import type { ServiceContext } from '../service-context.ts'
import { hasAdmin } from './complete-setup.ts'
import { readSetting } from './read-settings.ts'

type Context = Pick<ServiceContext, 'db' | 'product'> & {
  config: Pick<Config, 'signUp' | 'smtpUrl' | 'google' | 'github'>
}

/** What the pages before sign-in need to know. */
export async function getPublicSettings({ db, config, product }: Context): Promise<PublicSettings> {
  return {
    signUp: await readSetting(db, config, 'signUpMode'),
    providers: (['google', 'github'] as const).filter((provider) => config[provider]),
    emailVerificationRequired: config.smtpUrl !== null,
    outboxPage: config.smtpUrl === null,
    signUpFields: product.people.fields.filter(({ signUp }) => signUp),
    setupNeeded: !(await hasAdmin(db)),
  }
}
