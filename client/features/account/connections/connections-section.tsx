import { IconBrandGithub, IconBrandGoogle, IconPassword } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { accountProviders } from '#shared/users.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { ConfirmDialog } from '../../../components/dialog/confirm-dialog.tsx'
import { useConfirmedIdentity } from '../../../components/dialog/confirm-identity.tsx'
import { QueryFailure } from '../../../components/notice/query-failure.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { toast } from '../../../components/notice/toast.tsx'
import { ItemRow, ItemRows, LoadingRows } from '../../../components/page/item-row.tsx'
import { Section } from '../../../components/page/page.tsx'
import { trpc } from '../../../lib/api/trpc.ts'
import { text } from '../../../lib/text/text.ts'
import { type LinkedAccount, useAccountAuth } from '../account-auth.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { useActsAs } from '../owner-only.tsx'
import classes from '../security.module.css'
import { useLinkedAccounts, useRefreshAccount } from '../use-account-queries.ts'
import { LinkButton, UnlinkButton } from './connection-buttons.tsx'

const words = text.connections
const icons = { credential: IconPassword, google: IconBrandGoogle, github: IconBrandGithub }
const refusals = {
  FAILED_TO_UNLINK_LAST_ACCOUNT: { message: words.lastWay },
  ACCOUNT_NOT_FOUND: { message: words.gone },
}
/** What the code means with which a provider sent the reader back. */
export const explainConnection = (code: string) =>
  words.notConnectable(words.refusals[code.toUpperCase()] ?? words.startAgain)
type Provider = (typeof accountProviders)[number]

/** The ways into my account, and those that this service offers besides. */
export function ConnectionsSection() {
  const hidden = useActsAs() !== null
  const accounts = useLinkedAccounts()
  const settings = trpc.settings.public.useQuery()
  const [leaving, setLeaving] = useState<LinkedAccount | null>(null)
  const failed = accounts.error ?? settings.error
  const retry = () => Promise.all([accounts.refetch(), settings.refetch()])
  const rows =
    accounts.data && settings.data
      ? accountProviders
          .map((provider) => ({
            provider,
            account: accounts.data.find(({ providerId }) => providerId === provider),
          }))
          .filter(
            ({ provider, account }) => account || settings.data.providers.some((one) => one === provider),
          )
      : null
  if (hidden) return null
  return (
    <>
      <Section id="connections" title={words.title} lead={words.lead}>
        {rows ? (
          <ItemRows>
            {rows.map(({ provider, account }) => (
              <ConnectionRow
                key={provider}
                provider={provider}
                account={account}
                lastWay={accounts.data?.length === 1}
                onUnlink={setLeaving}
              />
            ))}
          </ItemRows>
        ) : failed ? (
          <QueryFailure error={failed} onRetry={retry} />
        ) : (
          <LoadingRows amount={2} />
        )}
        {settings.data?.providers.length === 0 ? <p className={classes.below}>{words.none}</p> : null}
      </Section>
      {leaving ? <UnlinkDialog account={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  )
}

interface RowProps {
  provider: Provider
  account: LinkedAccount | undefined
  lastWay: boolean
  onUnlink: (account: LinkedAccount) => void
}

function ConnectionRow({ provider, account, lastWay, onUnlink }: RowProps) {
  const isPassword = provider === 'credential'
  const state = account ? (isPassword ? words.passwordSet : words.connected) : words.notConnected
  return (
    <ItemRow
      Icon={icons[provider]}
      name={words.providers[provider] ?? provider}
      status={<StatusWord tone={account ? 'good' : 'plain'}>{state}</StatusWord>}
      second={
        isPassword ? (
          <Link to="/account/security">{words.toSecurity}</Link>
        ) : account && lastWay ? (
          words.lastWay
        ) : account ? (
          <TimeText value={new Date(account.createdAt).toISOString()} />
        ) : null
      }
      wideEnd
      end={
        isPassword ? null : account ? (
          <UnlinkButton provider={provider} disabled={lastWay} onClick={() => onUnlink(account)} />
        ) : (
          <LinkButton provider={provider} />
        )
      }
    />
  )
}

function UnlinkDialog({ account, onClose }: { account: LinkedAccount; onClose: () => void }) {
  const auth = useAccountAuth()
  const withIdentity = useConfirmedIdentity()
  const refresh = useRefreshAccount()
  const name = words.providers[account.providerId] ?? account.providerId
  return (
    <ConfirmDialog
      opened
      title={words.disconnectTitle(name)}
      confirm={words.disconnectConfirm}
      color="danger"
      onClose={onClose}
      onConfirm={async () => {
        await explainRefusal(
          withIdentity(() => auth.unlink(account.id)),
          refusals,
        )
        toast(words.disconnected(name))
        await refresh()
      }}
    >
      <p>{words.disconnectMeans(name)}</p>
    </ConfirmDialog>
  )
}
