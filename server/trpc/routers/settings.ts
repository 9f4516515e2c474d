import { getPublicSettings } from '../../settings/get-public-settings.ts'
import { publicProcedure, router } from '../procedures.ts'

export const settingsRouter = router({
  public: publicProcedure.query(({ ctx }) => getPublicSettings(ctx)),
})
