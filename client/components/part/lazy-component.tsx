import { Component, type ComponentType, lazy, type ReactNode, Suspense, useReducer } from 'react'
import { MissingPart } from '../../lib/part/part.ts'
import { orRenew } from '../../lib/part/renew-page.ts'

/** Stands in for a part of a page that did not come, or failed while it was drawn. */
export type Missing = ComponentType<{ error: unknown; onRetry: () => void; onClose?: () => void }>

/** What a component takes. */
export type PropsOf<Part> = Part extends ComponentType<infer Props> ? Props : never

interface Options<Module, Name> {
  /** `part(() => import(...))`, and which of its exports is the component. */
  load: () => Promise<Module>
  name: Name
  Missing: Missing
  /** Until it is there. */
  waiting: ReactNode
}

/** A component that is loaded when it is first shown. Nothing that goes wrong in it reaches the page around it. */
export function lazyComponent<Module extends Record<string, unknown>, Name extends keyof Module>(
  options: Options<Module, Name>,
) {
  type Props = PropsOf<Module[Name]> & { onClose?: () => void }
  const { load, name, Missing, waiting } = options
  // React keeps a failure for ever, so each try is one of its own.
  const begin = () =>
    lazy(async () => ({ default: (await orRenew(load))[name] as ComponentType<PropsOf<Module[Name]>> }))
  let Part = begin()

  return function LazyComponent(props: Props) {
    const [, draw] = useReducer((count: number) => count + 1, 0)
    const fallback = (error: unknown, reset: () => void) => {
      const retry = () => {
        if (error instanceof MissingPart) Part = begin()
        reset()
        draw()
      }
      return <Missing error={error} onRetry={retry} onClose={props.onClose} />
    }
    return (
      <Boundary fallback={fallback}>
        <Suspense fallback={waiting}>
          <Part {...props} />
        </Suspense>
      </Boundary>
    )
  }
}

interface BoundaryProps {
  fallback: (error: unknown, reset: () => void) => ReactNode
  children: ReactNode
}

class Boundary extends Component<BoundaryProps, { failed: { error: unknown } | null }> {
  override state = { failed: null as { error: unknown } | null }
  static getDerivedStateFromError(error: unknown) {
    return { failed: { error } }
  }
  override render() {
    const { failed } = this.state
    return failed
      ? this.props.fallback(failed.error, () => this.setState({ failed: null }))
      : this.props.children
  }
}
