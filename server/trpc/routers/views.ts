import { createViewInput, listViewsInput, updateViewInput, viewIdInput } from '#shared/views.ts'
import { createView } from '../../views/create-view.ts'
import { listViews } from '../../views/list-views.ts'
import { removeView } from '../../views/remove-view.ts'
import { updateView } from '../../views/update-view.ts'
import { adminProcedure, router } from '../procedures.ts'

const openConsole = adminProcedure.meta({ permission: 'console.open' })

export const viewsRouter = router({
  list: openConsole.input(listViewsInput).query(({ ctx, input }) => listViews(ctx, input)),
  create: openConsole.input(createViewInput).mutation(({ ctx, input }) => createView(ctx, input)),
  update: openConsole.input(updateViewInput).mutation(({ ctx, input }) => updateView(ctx, input)),
  remove: openConsole.input(viewIdInput).mutation(({ ctx, input }) => removeView(ctx, input)),
})
