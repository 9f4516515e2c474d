import { Button } from '@mantine/core'
import { IconDeviceLaptop, IconDeviceMobile, IconDevices, IconDeviceTablet } from '@tabler/icons-react'
import type { MySession } from '#shared/sessions.ts'
import { TimeText } from '../../../components/detail/time-text.tsx'
import { StatusWord } from '../../../components/notice/status-word.tsx'
import { ItemRow } from '../../../components/page/item-row.tsx'
import { deviceName } from '../../../lib/text/device-name.ts'
import { text } from '../../../lib/text/text.ts'

const words = text.sessions
const icons = {
  desktop: IconDeviceLaptop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  other: IconDevices,
}

/** What a session is called: what it came from, unless it is support's. */
export function sessionName({ device, impersonated }: MySession): string {
  return impersonated ? words.support : deviceName(device)
}

/** A session of mine; the one that I am in ends by signing out. */
export function SessionRow({ session, onEnd }: { session: MySession; onEnd: (session: MySession) => void }) {
  const { device, address, createdAt, lastSeenAt, current } = session
  const name = sessionName(session)
  return (
    <ItemRow
      Icon={icons[device?.kind ?? 'other']}
      name={name}
      status={current ? <StatusWord tone="good">{words.current}</StatusWord> : null}
      second={
        <>
          {address ? <span>{address}</span> : null}
          <span>
            {words.lastSeen} <TimeText value={lastSeenAt} />
          </span>
          <span>
            {words.started} <TimeText value={createdAt} />
          </span>
        </>
      }
      end={
        current ? null : (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={words.endOf(name)}
            onClick={() => onEnd(session)}
          >
            {words.end}
          </Button>
        )
      }
    />
  )
}
