import { getMailTestInput } from '#shared/mail-test.ts'
import { setSettingInput } from '#shared/settings.ts'
import { getPublicSettings } from '../../settings/get-public-settings.ts'
import { listSettings } from '../../settings/list-settings.ts'
import { setSetting } from '../../settings/set-setting.ts'
import { getMailTest, testMail } from '../../settings/test-mail.ts'
import { adminProcedure, publicProcedure, router } from '../procedures.ts'

export const settingsRouter = router({
  /** Tells what the pages outside go by. */
  public: publicProcedure.meta({ rest: 'GET /api/settings' }).query(({ ctx }) => getPublicSettings(ctx)),
  /** Lists the settings. */
  list: adminProcedure
    .meta({ permission: 'settings.read', rest: 'GET /api/admin/settings' })
    .query(({ ctx }) => listSettings(ctx)),
  /** Changes a setting. */
  set: adminProcedure
    .meta({ permission: 'settings.manage', fresh: true, rest: 'PUT /api/admin/settings/{key}' })
    .input(setSettingInput)
    .mutation(({ ctx, input }) => setSetting(ctx, input)),
  /** Sends a test mail to the caller. */
  // Counted with every other mail to an address that somebody asks for.
  testMail: adminProcedure
    .meta({ permission: 'settings.manage', limit: 'mail', rest: 'POST /api/admin/test-mails' })
    .mutation(({ ctx }) => testMail(ctx)),
  /** Tells what became of a test mail. */
  mailTest: adminProcedure
    .meta({ permission: 'settings.manage', rest: 'GET /api/admin/test-mails/{id}' })
    .input(getMailTestInput)
    .query(({ ctx, input }) => getMailTest(ctx, input)),
})
