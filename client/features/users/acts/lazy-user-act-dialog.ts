import { lazyDialog } from '../../../components/part/lazy-dialog.tsx'
import { part } from '../../../lib/part/part.ts'

/** `UserActDialog`, loaded with the first act. */
export const LazyUserActDialog = lazyDialog(
  part(() => import('./user-act-dialog.tsx')),
  'UserActDialog',
)
