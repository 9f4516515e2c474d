import { getMailTestInput } from '#shared/mail-test.ts'
import { setSettingInput } from '#shared/settings.ts'
import { getPublicSettings } from '../../settings/get-public-settings.ts'
import { listSettings } from '../../settings/list-settings.ts'
import { setSetting } from '../../settings/set-setting.ts'
import { getMailTest, testMail } from '../../settings/test-mail.ts'
import { adminProcedure, publicProcedure, router } from '../procedures.ts'

export const settingsRouter = router({
  public: publicProcedure.query(({ ctx }) => getPublicSettings(ctx)),
  list: adminProcedure.meta({ permission: 'settings.read' }).query(({ ctx }) => listSettings(ctx)),
  set: adminProcedure
    .meta({ permission: 'settings.manage', fresh: true })
    .input(setSettingInput)
    .mutation(({ ctx, input }) => setSetting(ctx, input)),
  // Counted with every other mail to an address that somebody asks for.
  testMail: adminProcedure
    .meta({ permission: 'settings.manage', limit: 'mail' })
    .mutation(({ ctx }) => testMail(ctx)),
  mailTest: adminProcedure
    .meta({ permission: 'settings.manage' })
    .input(getMailTestInput)
    .query(({ ctx, input }) => getMailTest(ctx, input)),
})
