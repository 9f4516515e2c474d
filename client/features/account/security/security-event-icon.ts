import {
  IconAlertTriangle,
  IconApi,
  IconAt,
  IconDeviceLaptop,
  IconFingerprint,
  IconHistory,
  IconKey,
  IconLink,
  IconLogin2,
  IconLogout,
  IconShieldLock,
  IconUserShield,
  type TablerIcon,
} from '@tabler/icons-react'
import type { AuditAction } from '#shared/audit/audit.ts'

const byAction: Partial<Record<AuditAction, TablerIcon>> = {
  'session.fail': IconAlertTriangle,
  'account.lock': IconAlertTriangle,
  'user.ban': IconAlertTriangle,
  'session.signIn': IconLogin2,
  'session.signOut': IconLogout,
  'session.impersonate': IconUserShield,
  'session.endImpersonation': IconUserShield,
  'user.verifyEmail': IconAt,
  'user.sendVerification': IconAt,
  'user.setVerified': IconAt,
  'user.setEmail': IconAt,
  'user.changeEmail': IconAt,
  'user.changePassword': IconKey,
  'user.requestReset': IconKey,
  'user.resetPassword': IconKey,
}
const byEntity: Record<string, TablerIcon> = {
  session: IconDeviceLaptop,
  account: IconLink,
  twoFactor: IconShieldLock,
  passkey: IconFingerprint,
  apiKey: IconApi,
}

/** What an event is found by at a glance: the same sign wherever its matter is on the page. */
export function iconOf(action: AuditAction): TablerIcon {
  return byAction[action] ?? byEntity[action.split('.')[0] ?? ''] ?? IconHistory
}
