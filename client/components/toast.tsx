import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'

/** Says briefly that something is done, or that it is not. */
export function toast(message: string, tone: 'good' | 'danger' = 'good'): void {
  const Icon = tone === 'good' ? IconCircleCheck : IconAlertTriangle
  notifications.show({
    message,
    icon: <Icon size={18} stroke={1.75} aria-hidden="true" />,
    'data-tone': tone,
  })
}
