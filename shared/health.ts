/** How the service is doing, for its operators: no secrets, no addresses. Times are ISO. */
export interface ServiceReport {
  version: string
  /** Of Node.js. */
  nodeVersion: string
  /** When the process that answered was started. */
  startedAt: string
  now: string
  database: {
    kind: 'postgres' | 'embedded'
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
