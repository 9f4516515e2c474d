import { trpc } from '../../../lib/api/trpc.ts'

/** Sets my picture, or with null none, wherever it shows. */
export function useSetPicture() {
  const queries = trpc.useUtils()
  const { mutateAsync } = trpc.users.setMyPicture.useMutation()
  return async (picture: string | null) => {
    const user = await mutateAsync({ picture })
    queries.users.me.setData(undefined, (me) => me && { ...me, user })
    await queries.users.invalidate()
  }
}
