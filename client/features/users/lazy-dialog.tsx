import { type ComponentType, lazy, Suspense } from 'react'

/** A dialog that is loaded when it is first asked for, with its form, its rules and their library. */
export function lazyDialog<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Dialog = lazy(async () => ({ default: await load() }))
  return (props) => (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  )
}
