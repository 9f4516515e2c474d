import type { Guard } from '../guard.ts'
import { accountGuard } from './account-guard.ts'
import { approvalGuard } from './approval-guard.ts'
import { banGuard } from './ban-guard.ts'
import { creditsGuard } from './credits-guard.ts'
import { entitlementGuard } from './entitlement-guard.ts'
import { freshGuard } from './fresh-guard.ts'
import { impersonationGuard } from './impersonation-guard.ts'
import { keyGuard } from './key-guard.ts'
import { limitGuard } from './limit-guard.ts'
import { lockGuard } from './lock-guard.ts'
import { overrideGuard } from './override-guard.ts'
import { permissionGuard } from './permission-guard.ts'
import { sessionGuard } from './session-guard.ts'
import { signUpGuard } from './sign-up-guard.ts'

/** Everything that stands before a call, in the order in which it is met. */
export const guards: readonly Guard[] = [
  keyGuard,
  sessionGuard,
  banGuard,
  approvalGuard,
  impersonationGuard,
  permissionGuard,
  overrideGuard,
  limitGuard,
  signUpGuard,
  freshGuard,
  entitlementGuard,
  creditsGuard,
  lockGuard,
  accountGuard,
]
