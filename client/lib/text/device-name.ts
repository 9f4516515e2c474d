import type { SessionDevice } from '#shared/sessions.ts'
import { text } from './text.ts'

const words = text.sessions

/** What something came from, as people would say it: "Chrome 131 on Windows". */
export function deviceName(device: SessionDevice | null): string {
  if (device?.browser && device.os) return words.on(device.browser, device.os)
  return device?.browser ?? device?.os ?? words.unknownDevice
}
