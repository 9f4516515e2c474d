import { lazyDialog } from '../lazy-dialog.tsx'

/** `UserActDialog`, loaded with the first act. */
export const LazyUserActDialog = lazyDialog(async () => (await import('./user-act-dialog.tsx')).UserActDialog)
