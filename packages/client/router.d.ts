// Made by `npm run build:types` from the procedures of the server. Never edited by hand.
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'

type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: unknown }>
type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: unknown }>
type Subscription<Input, Event> = TRPCSubscriptionProcedure<{
  input: Input
  output: AsyncIterable<Event, void, unknown>
  meta: unknown
}>


/** Every procedure. */
export type AppRouter = TRPCBuiltRouter<{
  ctx: object
  meta: object
  errorShape: TRPCErrorShape<TRPCDefaultErrorData & ErrorData>
  transformer: false
}, {
  audit: {
    /** Lists rows of the audit log, the newest first. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      actions?:
        | (
            | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
            | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
            | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
            | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
            | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
            | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
            | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
            | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
            | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
            | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
            | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
            | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
            | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
            | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
            | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
            | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
            | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
            | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
            | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
            | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
            | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
            | 'view.remove' | 'view.update')[]
        | undefined
      entity?:
        | 'access' | 'account' | 'apiKey' | 'audit' | 'counter' | 'credits' | 'entitlement' | 'feedback'
        | 'invitation' | 'note' | 'order' | 'override' | 'passkey' | 'plan' | 'policy' | 'serviceAccount'
        | 'session' | 'setting' | 'subscription' | 'twoFactor' | 'user' | 'view' | undefined
      /** Who acted, or who acted as somebody else. */
      actorId?: string | undefined
      subjectId?: string | undefined
      /** Without what people did to themselves; what an admin did who acted as them stays. */
      toOthers?: true | undefined
      /** Of one act on many only the row that stands for it, without those of its group. */
      grouped?: true | undefined
      /** The rows of this group. */
      groupId?: string | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      /** In names, e-mail addresses, network addresses and the subject's id; other ids as a whole. */
      search?: string | undefined
    }, {
      items: AuditEvent[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Shows a row of the audit log. */
    get: Query<{ id: string }, AuditEvent>
    export: Subscription<{
      actions?:
        | (
            | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
            | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
            | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
            | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
            | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
            | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
            | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
            | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
            | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
            | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
            | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
            | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
            | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
            | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
            | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
            | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
            | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
            | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
            | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
            | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
            | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
            | 'view.remove' | 'view.update')[]
        | undefined
      entity?:
        | 'access' | 'account' | 'apiKey' | 'audit' | 'counter' | 'credits' | 'entitlement' | 'feedback'
        | 'invitation' | 'note' | 'order' | 'override' | 'passkey' | 'plan' | 'policy' | 'serviceAccount'
        | 'session' | 'setting' | 'subscription' | 'twoFactor' | 'user' | 'view' | undefined
      /** Who acted, or who acted as somebody else. */
      actorId?: string | undefined
      subjectId?: string | undefined
      /** Without what people did to themselves; what an admin did who acted as them stays. */
      toOthers?: true | undefined
      /** Of one act on many only the row that stands for it, without those of its group. */
      grouped?: true | undefined
      /** The rows of this group. */
      groupId?: string | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      /** In names, e-mail addresses, network addresses and the subject's id; other ids as a whole. */
      search?: string | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    /** Proves the audit log, a part at a time. The next part begins behind `next`. */
    verify: Query<{ after?: { position: number; chain: string } | undefined }, AuditVerification>
    /** Takes back an act that the audit log has. Needs the permission of that act too. */
    undo: Mutation<{ id: string }, {
      id: string
      action:
        | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
        | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
        | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
        | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
        | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
        | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
        | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
        | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
        | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
        | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
        | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
        | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
        | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
        | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
        | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
        | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
        | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
        | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
        | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
        | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
        | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
        | 'view.remove' | 'view.update'
    }>
    /** Takes back an act on many, a hundred at a time. */
    undoGroup: Mutation<{ id: string; run?: string | undefined; after?: string | undefined }, UndoGroupAnswer>
    /** Says where the audit log ends, signed, to be kept elsewhere. */
    head: Query<void, { position: number; chain: string; at: string; keyId: string; mac: string }>
  }
  credits: {
    /** Shows what credits I have. */
    mine: Query<void, CreditsSummary>
    /** Lists what moved my credits, the newest first. */
    entries: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      kinds?:
        | (
            | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
            | 'spend')[]
        | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
    }, {
      items: CreditEntryView[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Tells what I spent on the last days, and for what. */
    usage: Query<{ days?: number | undefined }, CreditUsage>
    /** Shows what credits a user has. */
    get: Query<{ userId: string }, OwnerCredits>
    /** Lists what moved a user's credits, the newest first. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      kinds?:
        | (
            | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
            | 'spend')[]
        | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      userId: string
    }, {
      items: CreditEntryView[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Lists who has credits, by what they have or have used. */
    owners: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      /** By what is available, what was used this month, or which part of the quota that is. */
      order?: 'balance' | 'quota' | 'used' | undefined
      /** Those without a quota come last in either one. */
      direction?: 'asc' | 'desc' | undefined
      /** Only those who have used most of their quota. */
      nearQuota?: boolean | undefined
      search?: string | undefined
    }, {
      items: CreditOwner[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Tells what everybody spent and was given on the last days. */
    stats: Query<{ days?: number | undefined }, CreditStats>
    exportMine: Subscription<{
      kinds?:
        | (
            | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
            | 'spend')[]
        | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    export: Subscription<{
      kinds?:
        | (
            | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
            | 'spend')[]
        | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      lastEventId?: string | undefined
      userId: string
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    exportOwners: Subscription<{
      /** By what is available, what was used this month, or which part of the quota that is. */
      order?: 'balance' | 'quota' | 'used' | undefined
      /** Those without a quota come last in either one. */
      direction?: 'asc' | 'desc' | undefined
      /** Only those who have used most of their quota. */
      nearQuota?: boolean | undefined
      search?: string | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    /** Gives a user credits. The same key again gives nothing more. */
    grant: Mutation<{
      userId: string
      credits: number
      expiresAt?: string | null | undefined
      reason: string
      key: string
    }, CreditAct>
    /** Corrects what a user has, upwards or downwards. The same key again changes nothing more. */
    adjust: Mutation<{
      userId: string
      /** Below zero to take them away. */
      credits: number
      reason: string
      key: string
    }, CreditAct>
    /** Bounds what a user may spend in a month, whatever their plan says. */
    setQuota: Mutation<{
      userId: string
      /** The most that may be spent in a month; null for no bound. */
      quota: number | null
      expiresAt?: string | null | undefined
      reason: string
    }, Acted>
  }
  entitlements: {
    /** Lists what my plan and what was set for me allow. */
    mine: Query<void, EntitlementView[]>
    /** Lists what a user's plan and what was set for them allow. */
    list: Query<{ userId: string }, OwnerEntitlement[]>
    /** Gives a user a value of a key, whatever their plan says. */
    set: Mutation<{
      userId: string
      key: 'credits.monthly' | 'credits.quota'
      value: number | null
      reason: string
    } & { expiresAt?: string | null | undefined }, Acted>
    /** Removes a value that was set for a user: their plan says it again. */
    remove: Mutation<{ userId: string; key: 'credits.monthly' | 'credits.quota'; reason: string }, Acted>
  }
  feedback: {
    /** Sends what I have to say about the product. */
    send: Mutation<{
      content: string
      rating?: number | undefined
      /** The page that it came from: a path of ours. */
      page?: string | undefined
      /** Of the sender's choice: what is sent again with the same key is there once. */
      key?: string | undefined
    }, SentFeedback>
    /** Lists feedback, the newest first. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      status?: 'done' | 'new' | 'open' | 'spam' | undefined
      rating?: number | undefined
      userId?: string | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      /** In what was written, the page, the note and the name of who sent it. */
      search?: string | undefined
    }, {
      items: Feedback[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Shows feedback. */
    get: Query<{ id: string }, Feedback>
    export: Subscription<{
      status?: 'done' | 'new' | 'open' | 'spam' | undefined
      rating?: number | undefined
      userId?: string | undefined
      from?: string | undefined
      /** Not included. */
      to?: string | undefined
      /** In what was written, the page, the note and the name of who sent it. */
      search?: string | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    /** Sets the state of feedback, and what the staff note about it. */
    set: Mutation<{
      id: string
      status?: 'done' | 'new' | 'open' | 'spam' | undefined
      note?: string | null | undefined
    }, Feedback & Acted>
    /** Sets the state of some feedback, a hundred at a time. */
    setMany: Mutation<{
      ids: string[]
      status: 'done' | 'new' | 'open' | 'spam'
      /** How many it is for, where it takes more than this call. */
      amount?: number | undefined
      /** The answer's `groupId` of the call before: both are one act in the audit log. */
      groupId?: string | undefined
    }, SetManyFeedbackAnswer>
  }
  health: {
    /** Reports how the service is. */
    get: Query<void, ServiceReport>
    ping: Query<void, { ok: true; time: string }>
  }
  invitations: {
    /** Lists invitations. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      status?: 'accepted' | 'expired' | 'open' | 'revoked' | undefined
    }, {
      items: Invitation[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Sends an invitation again, with a new link. */
    resend: Mutation<{ id: string; expiresInDays?: number | undefined }, Invitation>
    /** Revokes an invitation. */
    revoke: Mutation<{ id: string }, Invitation>
    /** Finds the invitation that a link is of. */
    find: Query<{ token: string }, OpenInvitation>
    /** Accepts an invitation, which makes the account. */
    accept: Mutation<{ token: string; name?: string | undefined; password: string }, { id: string; email: string }>
  }
  keys: {
    /** Lists my API keys. */
    mine: Query<void, ApiKey[]>
    /** Makes an API key. It is in this answer only. */
    create: Mutation<{
      name: string
      /** Of those that the owner's role holds. */
      permissions?:
        | (
            | 'audit.read' | 'console.open' | 'credits.manage' | 'credits.read' | 'export'
            | 'feedback.manage' | 'feedback.read' | 'limits.manage' | 'limits.read' | 'orders.manage'
            | 'orders.read' | 'serviceAccounts.manage' | 'serviceAccounts.read' | 'settings.manage'
            | 'settings.read' | 'users.list' | 'users.manage' | 'users.moderate' | 'users.readEmail')[]
        | undefined
      lifetimeDays?: number | undefined
      /** Addresses and CIDR ranges that may use it; none for everywhere. */
      addresses?: string[] | undefined
    }, NewApiKey>
    /** Renames an API key of mine. */
    rename: Mutation<{ id: string; name: string }, ApiKey>
    /** Makes another API key in the place of one. The old one works for an hour more. */
    rotate: Mutation<{ id: string }, NewApiKey>
    /** Revokes an API key of mine. */
    revoke: Mutation<{ id: string }, ApiKey>
    /** Lists a user's API keys. */
    list: Query<{ userId: string }, ApiKey[]>
    /** Revokes a user's API key. */
    revokeOf: Mutation<{ userId: string; id: string }, ApiKey>
    /** Revokes an API key that was found somewhere. */
    report: Mutation<{ key: string }, { received: true }>
  }
  limits: {
    /** Lists what I have used of my limits. */
    status: Query<void, {
      items: LimitCounter[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Lists counters of limits. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      search?: string | undefined
      policy?: string | undefined
      scope?: 'account' | 'ip' | 'key' | 'session' | 'user' | undefined
      blocked?: boolean | undefined
    }, {
      items: LimitCounter[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Shows a counter. */
    get: Query<{ id: string }, LimitCounter>
    /** Tells how many calls passed and were blocked over time. */
    history: Query<{
      policy?: string | undefined
      from?: string | undefined
      to?: string | undefined
      bucketMinutes?: 1 | 1440 | 15 | 360 | 5 | 60 | undefined
    }, {
      items: LimitHistoryPoint[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Lists what limits blocked lately. */
    blocked: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      /** A part of the key or the procedure, a whole request id, or a whole e-mail address. */
      search?: string | undefined
      policy?: string | undefined
      scope?: 'account' | 'ip' | 'key' | 'session' | 'user' | undefined
    }, {
      items: BlockedCalls[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Lists whom limits blocked most. */
    mostBlocked: Query<{
      /** The last hour unless given. */
      from?: string | undefined
      policy?: string | undefined
      limit?: number | undefined
    }, {
      items: BlockedCaller[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Lists everything that limits count. */
    calls: Query<void, {
      items: LimitedCall[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Explains what a call would meet, without making it. */
    explain: Query<{
      /** A procedure's path (`users.list`) or an endpoint (`POST /api/auth/sign-in/email`). */
      procedure: string
      id?: string | undefined
      userId?: string | undefined
      sessionId?: string | undefined
      /** A key of a program, by its id or its beginning; its owner need not be said. */
      key?: string | undefined
      /** An address or network as counters name it. */
      ip?: string | undefined
      /** An e-mail address. */
      account?: string | undefined
    }, LimitExplanation>
    /** Adds to a counter. */
    increment: Mutation<{ id: string; amount?: number | undefined }, LimitCounter>
    /** Takes from a counter. */
    decrement: Mutation<{ id: string; amount?: number | undefined }, LimitCounter>
    /** Sets a counter back to nothing. */
    reset: Mutation<{ id: string }, LimitCounter>
    /** Sets every counter back to nothing. */
    resetAll: Mutation<void, ResetLimitsResult>
    /** Lists accounts with wrong passwords or codes. */
    lockouts: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      /** A part of the key, or a whole e-mail address. */
      search?: string | undefined
      locked?: boolean | undefined
    }, {
      items: LockoutEntry[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Unlocks an account. */
    unlock: Mutation<{ id: string }, UnlockResult>
    /** Lists rules that give callers another limit. */
    overrides: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      /** In its value or its reason. */
      search?: string | undefined
      target?: 'address' | 'key' | 'prefix' | 'user' | undefined
      /** Overrides that name this policy. */
      policy?: string | undefined
      /** Those that have not expired, or those that have. */
      active?: boolean | undefined
    }, {
      items: LimitOverride[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Makes or changes a rule that gives callers another limit. */
    setOverride: Mutation<{
      /** Of the override to change; without it a new one is made. */
      id?: string | undefined
      target: 'address' | 'key' | 'prefix' | 'user'
      /** A counter's id, a user's id, an address or CIDR range, or how counters' ids begin. */
      value: string
      /** Null: for every policy. */
      policy?: string | null | undefined
      effect: 'blocked' | 'exempt' | 'limit'
      /** With the effect `limit`, and only then. */
      limit?: number | null | undefined
      reason: string
      expiresAt?: string | null | undefined
    }, LimitOverride & Acted>
    /** Removes such a rule. */
    removeOverride: Mutation<{ id: string }, Acted & { id: string }>
    /** Lists the limits, with their numbers. */
    policies: Query<void, {
      items: LimitPolicyView[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Changes a number of a limit. */
    setPolicy: Mutation<{
      id: string
      scope: 'account' | 'ip' | 'key' | 'session' | 'user'
      limit: number
      windowMs: number
      reason: string
    }, LimitPolicyView>
    /** Gives a limit its own numbers back. */
    resetPolicy: Mutation<{ id: string; scope?: 'account' | 'ip' | 'key' | 'session' | 'user' | undefined }, LimitPolicyView>
    /** Tells how the caller's address was found. */
    clientAddress: Query<void, ClientAddressReport>
  }
  live: { stream: Subscription<void, LiveEvent> }
  notes: {
    /** Lists the notes about a user. */
    list: Query<{ limit?: number | undefined; cursor?: string | undefined; userId: string }, {
      items: UserNote[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Adds a note about a user. */
    add: Mutation<{ userId: string; text: string }, UserNote>
    /** Changes a note of my own. */
    edit: Mutation<{ id: string; text: string }, UserNote>
    /** Removes a note of my own. */
    remove: Mutation<{ id: string }, { id: string }>
  }
  orders: {
    /** Tells what is on sale, and whether it can be paid. */
    products: Query<void, ProductsView>
    /** Orders something, and answers where to pay it. The same intent again answers the same order. */
    create: Mutation<{ product: string; intentKey: string }, PayableOrder>
    /** Lists my orders, the newest first. */
    mine: Query<{ limit?: number | undefined; cursor?: string | undefined }, {
      items: OrderView[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Shows one of my orders. */
    get: Query<{ id: string }, OrderView>
    /** Asks the payment provider how one of my orders stands. */
    refresh: Mutation<{ id: string }, PayableOrder>
    /** Answers where I look after my card, my invoices and my subscription, at the payment provider. */
    portal: Mutation<void, { url: string }>
    /** Lists orders, the newest first. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      status?: 'all' | 'attention' | 'created' | 'deleted' | 'paid' | 'refunded' | undefined
      /** A part of the buyer's name or e-mail, their id, or the number of an order. */
      search?: string | undefined
    }, {
      items: AdminOrder[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Tells what was sold on the last days, and what is open. */
    stats: Query<{ days?: number | undefined }, OrderStats>
    /** Shows an order, and what of it can be refunded. */
    view: Query<{ id: string }, AdminOrderDetail>
    export: Subscription<{
      status?: 'all' | 'attention' | 'created' | 'deleted' | 'paid' | 'refunded' | undefined
      /** A part of the buyer's name or e-mail, their id, or the number of an order. */
      search?: string | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: { csv: string; rows: number }
    }>
    /** Gives a buyer money back, and takes the credits for it that were not used. The same key again refunds nothing more. */
    refund: Mutation<{
      id: string
      /** In the smallest unit; the part whose credits were not used unless given. */
      amount?: number | undefined
      reason: string
      /** The same key again refunds nothing more. */
      key: string
    }, OrderAct>
    /** Notes that what was wrong with an order has been looked at. */
    resolve: Mutation<{ id: string; note: string }, OrderAct>
  }
  plans: {
    /** Lists the plans that there are. */
    list: Query<void, PlanView[]>
    /** Gives a user a plan, for a time or until it is changed. */
    set: Mutation<{
      userId: string
      plan: 'business' | 'free' | 'pro'
      /** When it is the free plan again. */
      until: string | null
      reason: string
    }, Acted>
  }
  serviceAccounts: {
    /** Lists the service accounts. */
    list: Query<void, ServiceAccount[]>
    /** Reads a service account with its keys. */
    get: Query<{ id: string }, ServiceAccountDetail>
    /** Makes a service account. */
    create: Mutation<{ name: string; role: 'admin' | 'admin_ro' | 'moderator' | 'user' }, ServiceAccount>
    /** Renames a service account. */
    rename: Mutation<{ id: string; name: string }, Acted>
    /** Gives a service account another role. */
    setRole: Mutation<{ id: string; role: 'admin' | 'admin_ro' | 'moderator' | 'user' }, Acted>
    /** Disables a service account: its keys are refused from the next call on. */
    disable: Mutation<{ id: string }, Acted>
    /** Enables a service account again. */
    enable: Mutation<{ id: string }, Acted>
    /** Deletes a service account with its keys. */
    remove: Mutation<{ id: string }, Acted>
    /** Makes a key of a service account. It is in this answer only. */
    createKey: Mutation<{
      name: string
      /** Of those that the owner's role holds. */
      permissions?:
        | (
            | 'audit.read' | 'console.open' | 'credits.manage' | 'credits.read' | 'export'
            | 'feedback.manage' | 'feedback.read' | 'limits.manage' | 'limits.read' | 'orders.manage'
            | 'orders.read' | 'serviceAccounts.manage' | 'serviceAccounts.read' | 'settings.manage'
            | 'settings.read' | 'users.list' | 'users.manage' | 'users.moderate' | 'users.readEmail')[]
        | undefined
      lifetimeDays?: number | undefined
      /** Addresses and CIDR ranges that may use it; none for everywhere. */
      addresses?: string[] | undefined
      accountId: string
    }, NewApiKey>
    /** Renames a key of a service account. */
    renameKey: Mutation<{ id: string; name: string; accountId: string }, ApiKey>
    /** Makes another key in the place of one. The old one works for an hour more. */
    rotateKey: Mutation<{ accountId: string; id: string }, NewApiKey>
    /** Revokes a key of a service account. */
    revokeKey: Mutation<{ accountId: string; id: string }, ApiKey>
  }
  sessions: {
    /** Lists my sessions. */
    mine: Query<void, MySession[]>
    /** Ends a session of mine. */
    end: Mutation<{ id: string }, { id: string }>
    /** Ends all my sessions but this one. */
    endOthers: Mutation<void, EndedSessions>
    /** Confirms by the password who is there, for ten minutes. */
    confirm: Mutation<{ password: string }, { confirmedAt: string }>
    /** Lists a user's sessions. */
    list: Query<{ userId: string }, UserSession[]>
    /** Ends a user's sessions, or one of them. */
    endOf: Mutation<{ userId: string; id?: string | undefined }, EndedSessions>
    impersonate: Mutation<{ userId: string; reason?: string | undefined }, { userId: string; expiresAt: string }>
    endImpersonation: Mutation<void, { restored: boolean }>
  }
  settings: {
    /** Tells what the pages outside go by. */
    public: Query<void, PublicSettings>
    /** Lists the settings. */
    list: Query<void, {
      items: SettingView[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Changes a setting. */
    set: Mutation<SetSettingInput,
      | {
          key: 'auditRetentionDays'
          value: number | null
          default: number | null
          /** Null while it has its default; `by` is null once they are gone. */
          changed: { by: { id: string; name: string } | null; at: string } | null
        } & Acted
      | {
          key: 'billingTimeZone'
          value: string
          default: string
          /** Null while it has its default; `by` is null once they are gone. */
          changed: { by: { id: string; name: string } | null; at: string } | null
        } & Acted
      | {
          key: 'feedbackEmail'
          value: string
          default: string
          /** Null while it has its default; `by` is null once they are gone. */
          changed: { by: { id: string; name: string } | null; at: string } | null
        } & Acted
      | {
          key: 'signUpMode'
          value: 'approval' | 'closed' | 'invite' | 'open'
          default: 'approval' | 'closed' | 'invite' | 'open'
          /** Null while it has its default; `by` is null once they are gone. */
          changed: { by: { id: string; name: string } | null; at: string } | null
        } & Acted>
    /** Sends a test mail to the caller. */
    testMail: Mutation<void, MailTest>
    /** Tells what became of a test mail. */
    mailTest: Query<{ id: string }, MailTest>
  }
  setup: {
    /** Makes the first admin, by the link that the server printed. */
    complete: Mutation<{ token: string; name: string; email: string; password: string }, { id: string }>
  }
  subscriptions: {
    /** Subscribes to a plan, and answers where to pay it. The same intent again answers the same subscription. */
    create: Mutation<{ plan: string; intentKey: string }, PayableSubscription>
    /** Shows the subscription that runs, else one that waits to be paid; null without either. */
    mine: Query<void, SubscriptionView | null>
    /** Asks the payment provider how one of my subscriptions stands. */
    refresh: Mutation<{ id: string }, SubscriptionView>
    /** Changes to another plan: to a dearer one at once, to a cheaper one from the end of the month on. */
    change: Mutation<{ plan: string }, SubscriptionView>
  }
  tokens: {
    /** Signs a token for another service, which says who calls. */
    issue: Mutation<{
      /** The service that is to accept the token, as `TOKEN_AUDIENCES` names it. */
      audience: string
    }, IssuedToken>
  }
  users: {
    /** Shows who calls. */
    me: Query<void, {
      user: SessionUser
      session: { id: string; createdAt: string; expiresAt: string } | null
      /** The key that a program calls with. */
      key: { id: string; name: string; permissions: string[]; expiresAt: string } | null
      impersonator: { id: string; name: string } | null
      /** The fields that the product adds to people. */
      personFields: PersonFieldView[]
      /** Whether the product has credits, so that their pages say something. */
      usesCredits: boolean
      /** Whether something can be bought. */
      sells: boolean
    }>
    /** Changes my name. */
    updateMe: Mutation<{ name?: string | undefined }, SessionUser>
    /** Shows the product's fields about me. */
    myDetails: Query<void, {}>
    /** Changes the product's fields about me. */
    updateMyDetails: Mutation<{ details: {} }, {}>
    /** Changes or removes my picture. */
    setMyPicture: Mutation<{ picture: string | null }, SessionUser>
    /** Deletes my account. */
    deleteMe: Mutation<{ password?: string | undefined }, { id: string }>
    /** Exports everything that is known of me. */
    exportMe: Query<void, PersonExport>
    /** Lists what happened to my account. */
    mySecurityEvents: Query<{ limit?: number | undefined; cursor?: string | undefined }, SecurityEventPage>
    /** Takes a user's second factor away. */
    resetTwoFactor: Mutation<{
      id: string
      /** Also removes the person's passkeys, which would else still sign them in. */
      passkeys?: boolean | undefined
    }, TwoFactorReset>
    /** Lists users, by search, filters and order. */
    list: Query<{
      limit?: number | undefined
      cursor?: string | undefined
      search?: string | undefined
      role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
      status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
      verified?: boolean | undefined
      provider?: 'credential' | 'github' | 'google' | undefined
      createdFrom?: string | undefined
      /** Not included, as of `activeTo`. */
      createdTo?: string | undefined
      /** In so many days before the call, as `activeDays`. */
      createdDays?: number | undefined
      activeFrom?: string | undefined
      activeTo?: string | undefined
      activeDays?: number | undefined
      neverActive?: true | undefined
      sort?: 'createdAt' | 'email' | 'lastActiveAt' | 'name' | undefined
      direction?: 'asc' | 'desc' | undefined
    }, {
      items: DetailedUser[]
      nextCursor: string | null
      total: number
      /** There are more than `total`: long lists are counted to a bound only. */
      totalCapped?: boolean
    }>
    /** Shows a user, with what they may spend. */
    get: Query<{ id: string }, UserDetail>
    neighbours: Query<{
      search?: string | undefined
      role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
      status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
      verified?: boolean | undefined
      provider?: 'credential' | 'github' | 'google' | undefined
      createdFrom?: string | undefined
      /** Not included, as of `activeTo`. */
      createdTo?: string | undefined
      /** In so many days before the call, as `activeDays`. */
      createdDays?: number | undefined
      activeFrom?: string | undefined
      activeTo?: string | undefined
      activeDays?: number | undefined
      neverActive?: true | undefined
      sort?: 'createdAt' | 'email' | 'lastActiveAt' | 'name' | undefined
      direction?: 'asc' | 'desc' | undefined
      id: string
    }, UserNeighbours>
    /** Counts users, and those who were active each day. */
    stats: Query<{ days?: number | undefined }, UserStats>
    export: Subscription<{
      search?: string | undefined
      role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
      status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
      verified?: boolean | undefined
      provider?: 'credential' | 'github' | 'google' | undefined
      createdFrom?: string | undefined
      /** Not included, as of `activeTo`. */
      createdTo?: string | undefined
      /** In so many days before the call, as `activeDays`. */
      createdDays?: number | undefined
      activeFrom?: string | undefined
      activeTo?: string | undefined
      activeDays?: number | undefined
      neverActive?: true | undefined
      sort?: 'createdAt' | 'email' | 'lastActiveAt' | 'name' | undefined
      direction?: 'asc' | 'desc' | undefined
      lastEventId?: string | undefined
    }, {
      /** The id of the message to keep track of in case the connection gets lost */
      id: string
      /** The data field of the message */
      data: UsersExportChunk
    }>
    /** Makes a user, who is mailed a link to choose a password. */
    create: Mutation<{
      name: string
      email: string
      role: 'admin' | 'admin_ro' | 'moderator' | 'user'
      expiresInDays?: number | undefined
    }, Invitation>
    /** Invites somebody by mail. */
    invite: Mutation<{
      email: string
      role: 'admin' | 'admin_ro' | 'moderator' | 'user'
      name?: string | undefined
      expiresInDays?: number | undefined
    }, Invitation>
    /** Changes a user's name, or how much they may spend in a month. */
    update: Mutation<{
      id: string
      name?: string | undefined
      /** The most credits that they may spend in a month, whatever their plan says; null for no bound. */
      monthlyCreditsQuota?: number | null | undefined
    }, UserSummary & Acted>
    /** Changes the product's fields about a user. */
    updateDetails: Mutation<{ id: string; details: {} }, ChangedDetails>
    /** Removes a user's picture. */
    removePicture: Mutation<{ id: string }, UserSummary & Acted>
    /** Changes a user's role. */
    setRole: Mutation<{ id: string; role: 'admin' | 'admin_ro' | 'moderator' | 'user' }, UserSummary & Acted>
    /** Changes a user's e-mail address. */
    setEmail: Mutation<{ id: string; email: string; verified?: boolean | undefined }, UserSummary & Acted>
    /** Says that a user's e-mail address is theirs. */
    markVerified: Mutation<{ id: string }, UserSummary & Acted>
    /** Mails a user the link that verifies their address. */
    sendVerification: Mutation<{ id: string }, { id: string }>
    /** Mails a user the link for a new password. */
    sendPasswordReset: Mutation<{ id: string }, { id: string }>
    /** Unlocks a user's account. */
    unlock: Mutation<{ id: string }, UnlockResult>
    /** Bans a user, for a time or for good. */
    ban: Mutation<{ id: string; reason: string; until: string | null }, UserSummary & Acted>
    /** Lifts a ban. */
    unban: Mutation<{ id: string }, UserSummary & Acted>
    /** Approves an account that waits. */
    approve: Mutation<{ id: string }, UserSummary>
    /** Refuses an account that waits. */
    refuse: Mutation<{ id: string; reason?: string | undefined }, UserSummary & Acted>
    /** Deletes a user, who can be restored for 30 days. */
    remove: Mutation<{ id: string }, UserSummary & Acted>
    /** Restores a deleted user. */
    restore: Mutation<{ id: string }, UserSummary & Acted>
    /** Removes a deleted user for good. */
    purge: Mutation<{ id: string }, { id: string }>
    /** Tells whom an act on many would touch. */
    planBulk: Query<{
      action: 'ban' | 'endSessions' | 'remove' | 'restore' | 'setRole' | 'unban'
      filter: {
        search?: string | undefined
        role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
        status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
        verified?: boolean | undefined
        provider?: 'credential' | 'github' | 'google' | undefined
        createdFrom?: string | undefined
        /** Not included, as of `activeTo`. */
        createdTo?: string | undefined
        /** In so many days before the call, as `activeDays`. */
        createdDays?: number | undefined
        activeFrom?: string | undefined
        activeTo?: string | undefined
        activeDays?: number | undefined
        neverActive?: true | undefined
      }
    }, BulkPlan>
    /** Does something to many users, a hundred at a time. */
    bulk: Mutation<
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'ban'
          reason: string
          until: string | null
          /** Whether who is banned already gets this ban instead; else they keep the one they have. */
          overBans?: boolean | undefined
        }
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'endSessions'
        }
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'remove'
        }
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'restore'
        }
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'setRole'
          role: 'admin' | 'admin_ro' | 'moderator' | 'user'
        }
      | {
          ids: string[]
          /** By what the ids were found: who does not match any more is left alone. */
          filter?:
            | {
                search?: string | undefined
                role?: 'admin' | 'admin_ro' | 'moderator' | 'user' | undefined
                status?: 'active' | 'banned' | 'deleted' | 'pending' | undefined
                verified?: boolean | undefined
                provider?: 'credential' | 'github' | 'google' | undefined
                createdFrom?: string | undefined
                /** Not included, as of `activeTo`. */
                createdTo?: string | undefined
                /** In so many days before the call, as `activeDays`. */
                createdDays?: number | undefined
                activeFrom?: string | undefined
                activeTo?: string | undefined
                activeDays?: number | undefined
                neverActive?: true | undefined
              }
            | undefined
          /** How many people the act is for, where it takes more than this call. */
          people?: number | undefined
          /** The answer's `groupId` of the call before: both are one act in the audit log. */
          groupId?: string | undefined
          action: 'unban'
        }, BulkUsersAnswer>
  }
  views: {
    list: Query<{ list: string }, SavedView[]>
    create: Mutation<{ list: string; name: string; query: string }, SavedView>
    update: Mutation<{ id: string; name?: string | undefined; query?: string | undefined }, SavedView>
    remove: Mutation<{ id: string }, { id: string }>
  }
}>

/** What an error's `data` holds besides what tRPC puts there. */
export type ErrorData = { reason: ErrorReason | null; fieldErrors: FieldErrors | null; requestId: string }

export type AuditEvent = {
  id: string
  /** ISO. */
  at: string
  action:
    | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
    | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
    | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
    | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
    | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
    | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
    | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
    | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
    | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
    | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
    | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
    | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
    | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
    | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
    | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
    | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
    | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
    | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
    | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
    | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
    | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
    | 'view.remove' | 'view.update'
  /** Null: nobody known, or the server itself. */
  actor: { id: string; name: string | null; email: string | null } | null
  /** The admin who acted as the actor. */
  impersonator: { id: string; name: string | null } | null
  /** The key that a program of the actor's called with. */
  key: { id: string; name: string } | null
  subject: { type: AuditSubjectType; id: string; name: string | null; email: string | null }
  /** The fields that were changed, as they were; null for what was made. */
  before: { [key: string]: unknown } | null
  /** The fields that were changed, as they are since; null for what was removed. */
  after: { [key: string]: unknown } | null
  address: string | null
  /** As the browser named itself. */
  device: string | null
  /** What that says of the browser and its system. */
  browser: SessionDevice | null
  requestId: string
  /** The place in the chain; null until the row is sealed, about a second later. */
  position: number | null
  /** Whether personal data were taken out of the row. */
  erased: boolean
  /** The row that stands for the act on many that this one is a part of. */
  groupId: string | null
  /** For such a row: how many acts its group has, and how many of them were taken back. */
  group: { acts: number; undone: number } | null
  /** The row of the act that took this one back, or began to; null while it stands. */
  undoneBy: string | null
}

export type AuditSubjectType =
  | 'account' | 'audit' | 'counter' | 'feedback' | 'invitation' | 'lockout' | 'order' | 'override'
  | 'policy' | 'procedure' | 'setting' | 'subscription' | 'user' | 'view'

export type SessionDevice = {
  browser: string | null
  os: string | null
  kind: 'desktop' | 'mobile' | 'other' | 'tablet'
}

export type AuditVerification = {
  problem: AuditProblem | null
  /** How many sealed rows were found to be right. */
  sealed: number
  /** How many rows were right, but wait for the sealer. */
  unsealed: number
  /** Where to go on when the log is longer than what was asked for; null at its end. */
  next: AuditChainEnd | null
}

export type AuditProblem = {
  kind:
    | 'added' | 'altered' | 'checkpoint' | 'cut-off' | 'erased' | 'head' | 'missing' | 'rewritten'
    | 'unknown-key' | 'unlinked'
  /** Null for a row that is not sealed yet. */
  position: number | null
  id: string | null
  /** ISO; null for a row that is missing. */
  at: string | null
  message: string
}

export type AuditChainEnd = { position: number; chain: string }

export type UndoGroupAnswer = {
  /** The row of the audit log that stands for the undo. */
  run: string
  results: (
    | { id: string; ok: false } & Refusal & { name: string | null }
    | { id: string; ok: true; changed: boolean } & { name: string | null })[]
  /** Behind which act to go on; null at the end. */
  after: string | null
}

export type Refusal = {
  code:
    | 'BAD_REQUEST' | 'CONFLICT' | 'FORBIDDEN' | 'INTERNAL_SERVER_ERROR' | 'NOT_FOUND'
    | 'PAYLOAD_TOO_LARGE' | 'PAYMENT_REQUIRED' | 'SERVICE_UNAVAILABLE' | 'TOO_MANY_REQUESTS'
    | 'UNAUTHORIZED' | 'UNPROCESSABLE_CONTENT'
  message: string
  reason: ErrorReason | null
}

export type ErrorReason =
  | {
      kind: 'idempotency'
      problem: 'not-kept' | 'other-request' | 'running' | 'unknown'
      retryAfterMs?: number
    }
  | {
      kind: 'limit'
      policy: string
      scope: string
      limit: number
      windowMs: number
      retryAfterMs: number
    }
  | {
      kind: 'quota'
      limit: number
      used: number
      resetsAt: string
      retryAfterMs: number
    }
  | { kind: 'approval' } | { kind: 'author' } | { kind: 'banned'; until: string | null }
  | { kind: 'blocked'; until: string | null } | { kind: 'busy'; retryAfterMs: number }
  | { kind: 'changed-since'; fields: string[] } | { kind: 'confirm' }
  | { kind: 'credits'; needed: number; available: number; held: number } | { kind: 'declined' }
  | { kind: 'email-taken' } | { kind: 'entitlement'; key: string } | { kind: 'hold-lapsed' }
  | { kind: 'impersonating' } | { kind: 'intent' } | { kind: 'invitation' }
  | { kind: 'invited'; invitationId: string }
  | { kind: 'key'; problem: 'address' | 'disabled' | 'expired' | 'form' | 'unknown' }
  | { kind: 'last-admin' } | { kind: 'locked'; until: string; retryAfterMs: number }
  | { kind: 'not-subscribed' } | { kind: 'origin'; expected: string } | { kind: 'password-needed' }
  | { kind: 'payments'; problem: 'off' | 'refused' } | { kind: 'permission'; permission: string }
  | { kind: 'person' } | { kind: 'provider-taken'; provider: string } | { kind: 'rank' }
  | { kind: 'repeated'; entry: number | null } | { kind: 'self' } | { kind: 'setup-done' }
  | { kind: 'setup-token' } | { kind: 'sign-up'; mode: 'closed' | 'invite' }
  | { kind: 'signed-out' }
  | { kind: 'status'; status: 'active' | 'banned' | 'deleted' | 'pending' }
  | { kind: 'subscribed' } | { kind: 'unavailable'; retryAfterMs: number }
  | { kind: 'undone'; by: string } | { kind: 'unmatched' } | { kind: 'wrong-password' }

export type CreditsSummary = {
  /** `until`: when it is the free plan again; null while nobody changes it. */
  plan: { name: string; title: string; until: string | null }
  /** What may be spent: the balance without what calls hold. */
  available: number
  balance: number
  held: number
  /** The most that may be spent in a month; null for no bound. */
  quota: number | null
  quotaUsed: number
  /** When the quota may be another one; null while nobody changes it. */
  quotaUntil: string | null
  periodStart: string
  periodEnd: string
  /** In the order in which they are used. */
  lots: CreditLotView[]
}

export type CreditLotView = {
  id: string
  kind:
    | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
    | 'spend'
  credits: number
  /** What of them was not spent. */
  remaining: number
  /** Null for credits that stay. */
  expiresAt: string | null
  createdAt: string
}

export type CreditEntryView = {
  /** Its number in the owner's ledger. */
  seq: number
  kind:
    | 'adjust' | 'expire' | 'grant' | 'plan' | 'purchase' | 'refund' | 'reinstate' | 'reward'
    | 'spend'
  /** What it added; below zero for what it took. */
  credits: number
  balanceAfter: number
  /** What it was for: the path of a procedure, or the kind of a task. */
  type: string | null
  /** How much was used, in units of its own. */
  units: number | null
  metadata: { [key: string]: unknown } | null
  /** Who did it; null in one's own ledger, for what time did, and for somebody who was erased. */
  actor: { id: string; name: string } | null
  createdAt: string
}

export type CreditUsage = {
  days: { day: string; spent: number }[]
  types: { type: string; calls: number; credits: number }[]
}

export type OwnerCredits = {
  subscription: AdminSubscription | null
  /** `until`: when it is the free plan again; null while nobody changes it. */
  plan: { name: string; title: string; until: string | null }
  /** What may be spent: the balance without what calls hold. */
  available: number
  balance: number
  held: number
  /** The most that may be spent in a month; null for no bound. */
  quota: number | null
  quotaUsed: number
  /** When the quota may be another one; null while nobody changes it. */
  quotaUntil: string | null
  periodStart: string
  periodEnd: string
  /** In the order in which they are used. */
  lots: CreditLotView[]
}

export type AdminSubscription = {
  /** Since when it runs, or ran; null for one that never did. */
  beganAt: string | null
  /** Whether it was made in the provider's test mode. */
  test: boolean
  /** Where the provider's dashboard shows it; null until it is known. */
  dashboardUrl: string | null
  /** When the payment provider was last asked. */
  checkedAt: string | null
  id: string
  /** The plan that runs, or was asked for. */
  plan: string
  title: string
  /** What this plan costs a month, in the smallest unit of the currency. */
  amount: number
  currency: string
  status:
    | 'abandoned' | 'active' | 'canceled' | 'created' | 'incomplete' | 'incomplete_expired'
    | 'past_due' | 'paused' | 'trialing' | 'unpaid'
  /** The plan that counts from the end of the period on; null while it stays this one. */
  nextPlan: { name: string; title: string } | null
  /** When the month that is paid for ends; null until there is one. */
  periodEnd: string | null
  /** When the subscription ends, or did; null while it goes on. */
  endsAt: string | null
  createdAt: string
}

export type CreditOwner = {
  ownerId: string
  /** Whose own it is; null once they were erased. The e-mail is masked for callers who may not read it. */
  user: { id: string; name: string; email: string; image: string | null } | null
  plan: { name: string; title: string }
  available: number
  held: number
  quota: number | null
  quotaUsed: number
  periodEnd: string
}

export type CreditStats = {
  spent: number
  granted: number
  /** How many owners have used most of their quota. */
  nearQuota: number
  points: { day: string; spent: number; granted: number }[]
}

export type CreditAct = {
  /** Its row of the audit log, by which it can be undone; null when it was entered before, for the same key. */
  auditId: string | null
  entry: CreditEntryView
}

export type Acted = { auditId: string | null }

export type EntitlementView = {
  key: string
  value: unknown
  source: 'admin' | 'plan' | 'promo'
  until: string | null
}

export type OwnerEntitlement = {
  /** What the plan says. */
  inPlan: unknown
  /** What an admin set, as long as it is not over; `by` is null once they are gone. */
  set:
    | {
        value: unknown
        until: string | null
        reason: string
        by: { id: string; name: string } | null
        at: string
      }
    | null
  key: string
  value: unknown
  source: 'admin' | 'plan' | 'promo'
  until: string | null
}

export type SentFeedback = {
  id: string
  /** ISO. */
  createdAt: string
}

export type Feedback = {
  id: string
  /** Null: the sender was erased, and with them what they wrote. */
  content: string | null
  rating: number | null
  /** The path of the page that it came from. */
  page: string | null
  status: 'done' | 'new' | 'open' | 'spam'
  note: string | null
  /** Who sent it, the address as the reader may see it; null once they were erased. */
  user: { id: string; name: string; email: string } | null
  /** Who set its state or note last; null while nobody did, and once they were erased. */
  decidedBy: { id: string; name: string } | null
  /** ISO. */
  createdAt: string
  updatedAt: string
}

export type SetManyFeedbackAnswer = {
  /** The row of the audit log that stands for the act; null for an act on one. */
  groupId: string | null
  results: EachResult[]
}

export type EachResult = { id: string; ok: false } & Refusal | { id: string; ok: true; changed: boolean }

export type ServiceReport = {
  version: string
  /** Of Node.js. */
  nodeVersion: string
  /** When the process that answered was started. */
  startedAt: string
  now: string
  database: {
    kind: 'embedded' | 'postgres'
    version: string
    /** How many migrations it has had, and how many this version of the server knows. */
    migrations: { applied: number; known: number }
  }
  mail: {
    /** Whether a mail server is configured; else mails stay here, at `/dev/mail`. */
    sends: boolean
    waiting: number
    /** Null when none waits. */
    oldestWaitingAt: string | null
    /** Given up within the last 24 hours. */
    failedLastDay: number
    /** The latest one that the mail server took; null when there is none of the last 30 days. */
    lastSentAt: string | null
  }
  audit: {
    /** Rows that wait for the sealer; counted to 10,000. */
    unsealed: number
    /** Null when none waits. */
    oldestUnsealedAt: string | null
    /** Events that the process which answered could not write. */
    missed: number
    /** Why the process that answered seals no row any more: the log lost sealed ones. Null while all is well. */
    refusal: string | null
  }
  /** Live streams that the process which answered has open: one a browser. */
  streams: number
}

export type Invitation = {
  id: string
  email: string
  name: string | null
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  status: 'accepted' | 'expired' | 'open' | 'revoked'
  /** The user, once there is one. */
  userId: string | null
  /** Who sent the link last; null once they are gone. */
  invitedBy: { id: string; name: string } | null
  createdAt: string
  sentAt: string
  expiresAt: string
  acceptedAt: string | null
  revokedAt: string | null
}

export type OpenInvitation = {
  email: string
  /** Null: the person has to give one. */
  name: string | null
  nameNeeded: boolean
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  /** The inviter's name. */
  invitedBy: string | null
  expiresAt: string
}

export type ApiKey = {
  id: string
  name: string
  /** How it begins. */
  start: string
  status: 'active' | 'expired' | 'revoked'
  permissions: string[]
  addresses: string[]
  lifetimeDays: number
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
  revokedAt: string | null
  /** Until when the key that it replaced works; null when that one does not. */
  previousUntil: string | null
}

export type NewApiKey = { key: ApiKey; secret: string }

export type LimitCounter = {
  id: string
  policy: string
  scope: 'account' | 'ip' | 'key' | 'session' | 'user'
  value: string
  limit: number
  windowMs: number
  /** Calls counted by the sliding window at this moment, rounded up. */
  used: number
  remaining: number
  blocked: boolean
  /** The override that is in force for it. */
  override: { id: string; effect: 'blocked' | 'exempt' | 'limit' } | null
  /** Until the next call of cost 1 passes; 0 when it would pass now. */
  retryAfterMs: number
  /** Until the counter is empty if nobody calls. */
  resetMs: number
  lastRequestAt: string | null
}

export type LimitHistoryPoint = {
  policy: string
  at: string
  bucketMinutes: number
  passed: number
  blocked: number
}

export type BlockedCalls = {
  /** The counter's id. */
  id: string
  policy: string
  scope: 'account' | 'ip' | 'key' | 'session' | 'user'
  value: string
  minute: string
  count: number
  lastProcedure: string
  lastRequestId: string
  lastAt: string
}

export type BlockedCaller = {
  /** The counter's id. */
  id: string
  policy: string
  scope: 'account' | 'ip' | 'key' | 'session' | 'user'
  value: string
  count: number
  lastAt: string
}

export type LimitedCall = {
  /** As an explanation asks for it. */
  path: string
  policies: string[]
  cost: number
}

export type LimitExplanation = {
  procedure: string
  cost: number
  passes: boolean
  refusedBy:
    | 'account' | 'approval' | 'ban' | 'credits' | 'entitlement' | 'fresh' | 'impersonation' | 'key'
    | 'limit' | 'lock' | 'override' | 'permission' | 'sign-up' | 'signed-in' | null
  retryAfterMs: number
  steps: ExplainStep[]
  counters: ExplainedCounter[]
  /** Scopes that the call is limited by, but of which nothing was said: they were not looked at. */
  unknownScopes: ('account' | 'ip' | 'key' | 'session' | 'user')[]
}

export type ExplainStep = {
  step:
    | 'account' | 'approval' | 'ban' | 'credits' | 'entitlement' | 'fresh' | 'impersonation' | 'key'
    | 'limit' | 'lock' | 'override' | 'permission' | 'sign-up' | 'signed-in'
  outcome: 'not-applicable' | 'passes' | 'refuses'
  /** A sentence for a person. */
  message: string
}

export type ExplainedCounter = {
  id: string
  policy: string
  scope: 'account' | 'ip' | 'key' | 'session' | 'user'
  value: string
  limit: number
  windowMs: number
  used: number
  remaining: number
  passes: boolean
  retryAfterMs: number
  override: { id: string; effect: 'blocked' | 'exempt' | 'limit' } | null
}

export type ResetLimitsResult = { count: number }

export type LockoutEntry = {
  id: string
  kind: 'account' | 'codes' | 'device'
  /** The hash of the e-mail address. */
  account: string
  failures: number
  /** Attempts that are being checked. */
  reserved: number
  locked: boolean
  lockedUntil: string | null
  /** Who has that address; null when nobody does. */
  user: { id: string; name: string } | null
  /** When the owner was last told of a lock by mail. */
  mailedAt: string | null
}

export type UnlockResult = { id: string; count: number }

export type LimitOverride = {
  id: string
  target: 'address' | 'key' | 'prefix' | 'user'
  value: string
  /** Whom the value names, for the target `user`; null once they are gone. */
  user: LimitAuthor
  policy: string | null
  effect: 'blocked' | 'exempt' | 'limit'
  limit: number | null
  reason: string
  author: LimitAuthor
  expiresAt: string | null
  /** Whether it has not expired. */
  active: boolean
  createdAt: string
  updatedAt: string
}

export type LimitAuthor = { id: string; name: string } | null

export type LimitPolicyView = {
  /** Its name. */
  id: string
  onStoreError: 'allow' | 'deny'
  scopes: {
    scope: 'account' | 'ip' | 'key' | 'session' | 'user'
    limit: number
    windowMs: number
    file: { limit: number; windowMs: number }
    change: { by: LimitAuthor; at: string; reason: string } | null
  }[]
}

export type ClientAddressReport = {
  /** The other end of the connection. */
  peer: string | null
  /** As received. */
  forwardedFor: string | null
  trustedProxies: string[]
  /** From the connection leftwards through X-Forwarded-For; the hop that is not trusted is the client. */
  hops: {
    value: string
    from: 'connection' | 'x-forwarded-for'
    trusted: boolean
    client: boolean
  }[]
  address: string
  /** What limits count by: the address, or an IPv6 one's /64 network. */
  network: string
  /** The /48 network that counts an IPv6 caller as well, at ten times the limit. */
  widerNetwork: string | null
  /** Callers of this process lately, by network, and how many requests they sent. */
  recent: { networks: number; requests: number }
  warnings: { kind: ClientAddressWarning; message: string }[]
}

export type ClientAddressWarning = 'one-address' | 'undeclared-proxy' | 'unknown-address'

export type LiveEvent =
  | { kind: 'audit' | 'credits' | 'feedback' | 'limits' | 'orders' | 'users' }
  | { kind: 'ended'; reason: LiveEnd } | { kind: 'ready' } | { kind: 'sessions' }

export type LiveEnd = 'banned' | 'replaced' | 'role' | 'signed-out'

export type UserNote = {
  id: string
  text: string
  /** Null: somebody who was erased since. */
  author: { id: string; name: string } | null
  /** ISO. */
  createdAt: string
  /** When it was last changed; null when it is as it was written. */
  editedAt: string | null
}

export type ProductsView = {
  open: boolean
  /** Whether no money moves, since the provider's test mode is set up. */
  test: boolean
  products: ProductView[]
  /** The plans that are paid for each month. */
  plans: PlanOnSale[]
}

export type ProductView = {
  name: string
  title: string
  credits: number
  /** In the smallest unit of the currency, here and below. */
  amount: number
  currency: string
}

export type PlanOnSale = {
  name: string
  title: string
  /** What it costs a month, in the smallest unit of the currency. */
  amount: number
  currency: string
  /** Credits that come with each month and end with it. */
  monthlyCredits: number
}

export type PayableOrder = { order: OrderView; payUrl: string | null }

export type OrderView = {
  id: string
  /** What people call it. */
  number: number
  product: string
  title: string
  credits: number
  amount: number
  currency: string
  status: 'created' | 'deleted' | 'paid' | 'refunded' | 'refunding'
  refundedAmount: number
  /** What of the sum somebody disputes, or has got back by that. */
  disputedAmount: number
  /** Credits that were taken back for what was refunded or disputed. */
  takenBack: number
  createdAt: string
  paidAt: string | null
  deletedAt: string | null
}

export type AdminOrder = {
  ownerId: string
  /** Whose own it is; null once they were erased. The e-mail is masked for callers who may not read it. */
  owner: { id: string; name: string; email: string } | null
  /** A refund that the payment provider has not confirmed. */
  refundAsked: number
  /** Credits that should be back and are spent or held. */
  shortfall: number
  /** Why a person should look, as long as nobody has. */
  attention: 'amount' | 'dispute' | 'refund' | 'shortfall' | null
  /** Whether it was made in the provider's test mode. */
  test: boolean
  /** When the payment provider was last asked. */
  checkedAt: string | null
  id: string
  /** What people call it. */
  number: number
  product: string
  title: string
  credits: number
  amount: number
  currency: string
  status: 'created' | 'deleted' | 'paid' | 'refunded' | 'refunding'
  refundedAmount: number
  /** What of the sum somebody disputes, or has got back by that. */
  disputedAmount: number
  /** Credits that were taken back for what was refunded or disputed. */
  takenBack: number
  createdAt: string
  paidAt: string | null
  deletedAt: string | null
}

export type OrderStats = {
  totals: { currency: string; orders: number; paid: number; refunded: number }[]
  /** Orders that were not paid yet. */
  created: number
  /** Orders that wait for a person. */
  attention: number
}

export type AdminOrderDetail = {
  /** The payment as the provider calls it; null until it is known. */
  payment: string | null
  /** The most that can be refunded. */
  refundable: number
  /** What of it belongs to credits that were not used. */
  unused: number
  id: string
  /** What people call it. */
  number: number
  product: string
  title: string
  credits: number
  amount: number
  currency: string
  status: 'created' | 'deleted' | 'paid' | 'refunded' | 'refunding'
  refundedAmount: number
  /** What of the sum somebody disputes, or has got back by that. */
  disputedAmount: number
  /** Credits that were taken back for what was refunded or disputed. */
  takenBack: number
  createdAt: string
  paidAt: string | null
  deletedAt: string | null
  ownerId: string
  /** Whose own it is; null once they were erased. The e-mail is masked for callers who may not read it. */
  owner: { id: string; name: string; email: string } | null
  /** A refund that the payment provider has not confirmed. */
  refundAsked: number
  /** Credits that should be back and are spent or held. */
  shortfall: number
  /** Why a person should look, as long as nobody has. */
  attention: 'amount' | 'dispute' | 'refund' | 'shortfall' | null
  /** Whether it was made in the provider's test mode. */
  test: boolean
  /** When the payment provider was last asked. */
  checkedAt: string | null
}

export type OrderAct = {
  /** Its row of the audit log; null when nothing had to be done. */
  auditId: string | null
  order: AdminOrder
}

export type PlanView = { name: string; title: string; values: { [key: string]: unknown } }

export type ServiceAccount = {
  id: string
  name: string
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  /** Since when its keys are refused; null while they work. */
  disabledAt: string | null
  /** How many keys of it work. */
  liveKeys: number
  /** The last call with any of its keys. */
  lastUsedAt: string | null
  createdAt: string
}

export type ServiceAccountDetail = {
  keys: ApiKey[]
  id: string
  name: string
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  /** Since when its keys are refused; null while they work. */
  disabledAt: string | null
  /** How many keys of it work. */
  liveKeys: number
  /** The last call with any of its keys. */
  lastUsedAt: string | null
  createdAt: string
}

export type MySession = {
  current: boolean
  impersonated: boolean
  id: string
  device: SessionDevice | null
  address: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
}

export type EndedSessions = { count: number }

export type UserSession = {
  impersonatedBy: { id: string; name: string } | null
  id: string
  device: SessionDevice | null
  address: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
}

export type PublicSettings = {
  signUp: 'approval' | 'closed' | 'invite' | 'open'
  providers: ('github' | 'google')[]
  emailVerificationRequired: boolean
  /** Whether mails go to the outbox page of this server (`/dev/mail`) instead of a mail server. */
  outboxPage: boolean
  /** The fields of the product that registration asks for. */
  signUpFields: PersonFieldView[]
  /** No admin yet: the first one is made with the link that the server printed. */
  setupNeeded: boolean
}

export type PersonFieldView = {
  name: string
  label: string
  kind: 'choice' | 'number' | 'text' | 'yes-no'
  /** What there is to choose from. */
  choices: string[]
  /** Of a number; null for none. */
  min: number | null
  /** Of a number, or of a text's length; null for none. */
  max: number | null
  /** Whether it may be left out. */
  nullable: boolean
  default: DetailValue
  editedBy: 'owner' | 'staff'
  /** Whether registration asks for it. */
  signUp: boolean
}

export type DetailValue = boolean | number | string | null

export type SettingView =
  | {
      key: 'auditRetentionDays'
      value: number | null
      default: number | null
      /** Null while it has its default; `by` is null once they are gone. */
      changed: { by: { id: string; name: string } | null; at: string } | null
    }
  | {
      key: 'billingTimeZone'
      value: string
      default: string
      /** Null while it has its default; `by` is null once they are gone. */
      changed: { by: { id: string; name: string } | null; at: string } | null
    }
  | {
      key: 'feedbackEmail'
      value: string
      default: string
      /** Null while it has its default; `by` is null once they are gone. */
      changed: { by: { id: string; name: string } | null; at: string } | null
    }
  | {
      key: 'signUpMode'
      value: 'approval' | 'closed' | 'invite' | 'open'
      default: 'approval' | 'closed' | 'invite' | 'open'
      /** Null while it has its default; `by` is null once they are gone. */
      changed: { by: { id: string; name: string } | null; at: string } | null
    }

export type SetSettingInput =
  | { key: 'auditRetentionDays'; value: number | null } | { key: 'billingTimeZone'; value: string }
  | { key: 'feedbackEmail'; value: string }
  | { key: 'signUpMode'; value: 'approval' | 'closed' | 'invite' | 'open' }

export type MailTest = {
  id: string
  state: MailState
  attempts: number
  /** Why the latest attempt failed; `detail` is what the mail server, or the way to it, said. */
  problem: { kind: MailProblem; detail: string } | null
  /** Of a mail that waits after a failed attempt. */
  nextAttemptAt: string | null
  sentAt: string | null
}

export type MailState = 'failed' | 'kept' | 'sent' | 'waiting'

export type MailProblem =
  | 'encryption' | 'other' | 'recipient' | 'refused' | 'sender' | 'sign-in' | 'timeout'
  | 'unknown-host' | 'unreachable'

export type PayableSubscription = { subscription: SubscriptionView; payUrl: string | null }

export type SubscriptionView = {
  id: string
  /** The plan that runs, or was asked for. */
  plan: string
  title: string
  /** What this plan costs a month, in the smallest unit of the currency. */
  amount: number
  currency: string
  status:
    | 'abandoned' | 'active' | 'canceled' | 'created' | 'incomplete' | 'incomplete_expired'
    | 'past_due' | 'paused' | 'trialing' | 'unpaid'
  /** The plan that counts from the end of the period on; null while it stays this one. */
  nextPlan: { name: string; title: string } | null
  /** When the month that is paid for ends; null until there is one. */
  periodEnd: string | null
  /** When the subscription ends, or did; null while it goes on. */
  endsAt: string | null
  createdAt: string
}

export type IssuedToken = { token: string; expiresAt: string }

export type SessionUser = {
  id: string
  name: string
  email: string
  emailVerified: boolean
  /** The path of their picture. */
  image: string | null
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  twoFactorEnabled: boolean
  /** Whether the account waits for an admin's approval: until then only `users.me` and signing out work. */
  pending: boolean
  createdAt: string
}

export type PersonExport = {
  exportedAt: string
  profile: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    image: string | null
    role: 'admin' | 'admin_ro' | 'moderator' | 'user'
    createdAt: string
    updatedAt: string
    lastActiveAt: string | null
  }
  picture: { type: string; data: string; since: string } | null
  accounts: { provider: string; connectedAt: string }[]
  sessions: {
    id: string
    createdAt: string
    expiresAt: string
    lastSeenAt: string
    address: string | null
    device: string | null
  }[]
  twoFactor: { enabled: boolean; since: string | null }
  passkeys: { name: string | null; deviceType: string; backedUp: boolean; createdAt: string }[]
  /** Programs' keys, without what they are. */
  keys: {
    id: string
    name: string
    /** How it begins. */
    start: string
    permissions: string[]
    addresses: string[]
    lifetimeDays: number
    createdAt: string
    expiresAt: string
    lastUsedAt: string | null
    revokedAt: string | null
    /** Until when the key that it replaced works; null when that one does not. */
    previousUntil: string | null
  }[]
  invitations: {
    email: string
    role: 'admin' | 'admin_ro' | 'moderator' | 'user'
    sentAt: string
    expiresAt: string
    acceptedAt: string | null
    revokedAt: string | null
  }[]
  /** What staff wrote down about the caller. */
  notes: { text: string; createdAt: string; updatedAt: string }[]
  /** What the caller said about the product, and what was noted about it. */
  feedback: {
    content: string
    rating: number | null
    page: string | null
    status: string
    note: string | null
    createdAt: string
    updatedAt: string
  }[]
  /** What the caller has, and everything that moved it, the newest 10,000 entries; null before they had anything. */
  credits:
    | {
        plan: string
        balance: number
        held: number
        entries: {
          number: number
          at: string
          kind: string
          credits: number
          balanceAfter: number
          type: string | null
          units: number | null
          metadata: { [key: string]: unknown } | null
        }[]
      }
    | null
  /** What the caller bought, or began to. */
  orders: {
    number: number
    at: string
    title: string
    credits: number
    /** In the smallest unit of the currency, as what follows. */
    amount: number
    currency: string
    status: string
    paidAt: string | null
    refundedAmount: number
    disputedAmount: number
  }[]
  /** What the caller subscribes to, or did or began to, newest first. */
  subscriptions: {
    at: string
    plan: string
    /** A month, in the smallest unit. */
    amount: number
    currency: string
    status: string
    beganAt: string | null
    periodEnd: string | null
    endsAt: string | null
  }[]
  /** The lists that the caller gave a name. */
  views: { list: string; name: string; query: string }[]
  /** The newest 10,000 acts of the caller, and what was done to their account; the device in its own words. */
  events: ({
    id: string
    at: string
    action:
      | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
      | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
      | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
      | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
      | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
      | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
      | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
      | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
      | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
      | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
      | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
      | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
      | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
      | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
      | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
      | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
      | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
      | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
      | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
      | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
      | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
      | 'view.remove' | 'view.update'
    /** Whether the caller did it themselves; else somebody else did, or nobody who was known. */
    byMe: boolean
    /** Where from; null for what others did as who they are. */
    address: string | null
    before: { [key: string]: unknown } | null
    after: { [key: string]: unknown } | null
  } & { device: string | null; subjectType: string; subjectId: string })[]
  /** What the fields that the product adds to people hold; null when none was ever filled in. */
  details: { [key: string]: unknown } | null
  /** What else the product keeps, by table. */
  product: { [key: string]: unknown }
}

export type SecurityEventPage = { items: SecurityEvent[]; nextCursor: string | null }

export type SecurityEvent = {
  id: string
  at: string
  action:
    | 'access.refuse' | 'account.link' | 'account.lock' | 'account.unlink' | 'account.unlock'
    | 'apiKey.create' | 'apiKey.rename' | 'apiKey.revoke' | 'apiKey.rotate' | 'audit.erase'
    | 'audit.export' | 'audit.prune' | 'audit.undo' | 'counter.decrement' | 'counter.increment'
    | 'counter.reset' | 'counter.resetAll' | 'credits.adjust' | 'credits.export'
    | 'credits.exportOwners' | 'credits.grant' | 'entitlement.remove' | 'entitlement.set'
    | 'feedback.bulk' | 'feedback.export' | 'feedback.set' | 'invitation.accept'
    | 'invitation.create' | 'invitation.resend' | 'invitation.revoke' | 'note.add' | 'note.edit'
    | 'note.remove' | 'order.confirmRefund' | 'order.dispute' | 'order.export' | 'order.pay'
    | 'order.refund' | 'order.resolve' | 'override.remove' | 'override.set' | 'passkey.add'
    | 'passkey.remove' | 'passkey.rename' | 'plan.set' | 'policy.reset' | 'policy.set'
    | 'serviceAccount.create' | 'serviceAccount.disable' | 'serviceAccount.enable'
    | 'serviceAccount.remove' | 'serviceAccount.rename' | 'serviceAccount.restore'
    | 'serviceAccount.setRole' | 'session.confirm' | 'session.end' | 'session.endImpersonation'
    | 'session.fail' | 'session.impersonate' | 'session.signIn' | 'session.signOut' | 'setting.set'
    | 'setting.testMail' | 'subscription.begin' | 'subscription.change' | 'subscription.end'
    | 'twoFactor.disable' | 'twoFactor.enable' | 'twoFactor.renewCodes' | 'twoFactor.reset'
    | 'user.approve' | 'user.ban' | 'user.bulk' | 'user.changeEmail' | 'user.changePassword'
    | 'user.create' | 'user.export' | 'user.exportMe' | 'user.purge' | 'user.refuse' | 'user.remove'
    | 'user.requestReset' | 'user.resetPassword' | 'user.restore' | 'user.sendVerification'
    | 'user.setEmail' | 'user.setPicture' | 'user.setRole' | 'user.setVerified' | 'user.signUp'
    | 'user.unban' | 'user.update' | 'user.updateDetails' | 'user.verifyEmail' | 'view.create'
    | 'view.remove' | 'view.update'
  /** Whether the caller did it themselves; else somebody else did, or nobody who was known. */
  byMe: boolean
  /** Where from; null for what others did as who they are. */
  address: string | null
  device: SessionDevice | null
  before: { [key: string]: unknown } | null
  after: { [key: string]: unknown } | null
}

export type TwoFactorReset = { id: string; passkeys: number }

export type DetailedUser = {
  details: {} | null
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  status: 'active' | 'banned' | 'deleted' | 'pending'
  /** How the user can sign in, passkeys left out. */
  providers: string[]
  twoFactorEnabled: boolean
  /** The last call, to the minute; null before the first one. */
  lastActiveAt: string | null
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

export type UserDetail = {
  bannedAt: string | null
  bannedUntil: string | null
  banReason: string | null
  /** Since when the account waits for approval. */
  pendingSince: string | null
  sessionCount: number
  lastSeenAt: string | null
  passkeyCount: number
  /** The invitation by which the user may still set a password. */
  invitation: { id: string; sentAt: string; expiresAt: string; expired: boolean } | null
  /** What keeps them from signing in from a new browser, since it was tried too often: passwords or codes, and until when. */
  lock: { of: 'codes' | 'passwords'; until: string } | null
  /** What they have and may spend; null for callers who may not read credits. */
  credits: UserCredits | null
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  status: 'active' | 'banned' | 'deleted' | 'pending'
  /** How the user can sign in, passkeys left out. */
  providers: string[]
  twoFactorEnabled: boolean
  /** The last call, to the minute; null before the first one. */
  lastActiveAt: string | null
  createdAt: string
  updatedAt: string
  deletedAt: string | null
  details: {} | null
}

export type UserCredits = {
  available: number
  held: number
  quota: number | null
  usedThisMonth: number
  resetsAt: string
  plan: { name: string; title: string }
}

export type UserNeighbours = { previous: Neighbour | null; next: Neighbour | null }

export type Neighbour = { id: string; name: string }

export type UserStats = {
  asOf: string
  live: number
  byStatus: { active: number; banned: number; deleted: number; pending: number }
  /** Live users. */
  byRole: { admin: number; admin_ro: number; moderator: number; user: number }
  /** The last days (UTC), today last; `created` leaves out who was purged since. */
  days: { day: string; created: number; active: number }[]
}

export type UsersExportChunk = {
  csv: string
  rows: number
  /** How many there were at the begin, counted as lists are. */
  total: number
  totalCapped: boolean
}

export type UserSummary = {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image: string | null
  role: 'admin' | 'admin_ro' | 'moderator' | 'user'
  status: 'active' | 'banned' | 'deleted' | 'pending'
  /** How the user can sign in, passkeys left out. */
  providers: string[]
  twoFactorEnabled: boolean
  /** The last call, to the minute; null before the first one. */
  lastActiveAt: string | null
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

export type ChangedDetails = Acted & { details: {} }

export type BulkPlan = {
  people: Person[]
  /** Of a ban: who is banned already, and touched only if that is wanted. */
  banned: Person[]
  /** Whether whoever acts is among the chosen, and left out. */
  oneself: boolean
  /** How many others of the chosen the act is not for, being what they are. */
  others: number
}

export type Person = { id: string; name: string }

export type BulkUsersAnswer = {
  /** The row of the audit log that stands for the act; null for an act on one. */
  groupId: string | null
  results: EachResult[]
}

export type SavedView = { id: string; list: string; name: string; query: string }

export type FieldErrors = { [key: string]: string[] }
