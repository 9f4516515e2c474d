import classes from '../../components/outside/public-form.module.css'
import { Skeleton } from '../../components/page/skeleton.tsx'

/** Room for a form outside that is not known yet. */
export function FormSkeleton({ fields }: { fields: number }) {
  return (
    <div className={classes.form} aria-busy="true">
      {Array.from({ length: fields + 1 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and stay in their places
        <Skeleton key={index} width="100%" height={42} />
      ))}
    </div>
  )
}
