import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { brand } from '#product/brand.ts'
import { isLoopbackOrigin } from '#shared/addresses/origin.ts'
import { type SignUpMode, signUpModes } from '#shared/settings.ts'
import { StartError } from './errors.ts'

export interface Config {
  port: number
  host: string
  /** The origin that browsers use, without a slash at the end. */
  appUrl: string
  /** Other origins whose pages may call, with the cookies of their visitors. */
  allowedOrigins: string[]
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null
  /** Leads past a pooler at `databaseUrl`. Null: `databaseUrl` is direct itself. */
  databaseDirectUrl: string | null
  dataDir: string
  /** The first one signs and encrypts; the others are only read. Empty: the embedded default makes its own. */
  secrets: string[]
  /** Sign the audit log instead of `secrets`, when there are any: the first one signs, the others are only read. */
  auditSecrets: string[]
  /** Where the signed heads of the audit log are kept beside the process's log; null: nowhere. */
  auditHeadFile: string | null
  smtpUrl: string | null
  /** The sender of every mail, with its name. */
  mailFrom: string
  /** Null: nothing can be bought. */
  stripe: StripeConfig | null
  google: OAuthClient | null
  github: OAuthClient | null
  /** Addresses and CIDR ranges whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  /** The services that tokens may be meant for: exactly these names. */
  tokenAudiences: string[]
  /** What the setting `signUpMode` is until an admin changes it. */
  signUp: SignUpMode
  logLevel: LogLevel
}

export interface OAuthClient {
  clientId: string
  clientSecret: string
}

export interface StripeConfig {
  /** Its mode, test or live, is that of everything that is bought. */
  secretKey: string
  /** A webhook signed by any of them is Stripe's. */
  webhookSecrets: string[]
  /** Where Stripe is asked; null: at its own address. */
  apiUrl: string | null
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const makeSecret = `node -e "console.log(require('node:crypto').randomBytes(32).toString('base64url'))"`

const origin = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null
  const plain = url && url.pathname === '/' && !url.search && !url.hash && !url.username
  if (plain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  context.addIssue({
    code: 'custom',
    message: 'must be an origin such as https://app.example.com, without a path',
  })
  return z.NEVER
})

const urlOf = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })

const listOf = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

const addresses = z
  .string()
  .transform(listOf)
  .refine((list) => list.every((item) => ipaddr.isValid(item) || ipaddr.isValidCIDR(item)), {
    error: 'must be addresses or CIDR ranges with commas between them, such as 10.0.0.0/8,192.0.2.7',
  })

const audiences = z
  .string()
  .transform(listOf)
  .refine((list) => list.every((item) => /^[!-~]{1,200}$/.test(item)), {
    error: 'must be names or origins with commas between them, such as https://billing.example.com',
  })

const secrets = z
  .string()
  .transform(listOf)
  .refine((list) => list.length > 0 && list.every((item) => item.length >= 32 && new Set(item).size >= 10), {
    error: `must be random and at least 32 characters long; make one with: ${makeSecret}`,
  })

const stripeKey = z
  .string()
  .regex(
    /^(sk|rk)_(test|live)_\w{8,250}$/,
    'must be a secret or restricted key of Stripe, such as sk_test_...',
  )

const webhookSecrets = z
  .string()
  .transform(listOf)
  .refine((list) => list.length > 0 && list.every((item) => /^whsec_[\w+/=-]{8,250}$/.test(item)), {
    error: 'must be signing secrets of webhooks, such as whsec_..., with commas between them',
  })

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .default(3000),
  HOST: z.string().optional(),
  APP_URL: origin.optional(),
  ALLOWED_ORIGINS: z.string().transform(listOf).pipe(z.array(origin)).default([]),
  DATABASE_URL: urlOf('postgres:', 'postgresql:').optional(),
  DATABASE_DIRECT_URL: urlOf('postgres:', 'postgresql:').optional(),
  DATA_DIR: z.string().default('.data'),
  BETTER_AUTH_SECRET: secrets.optional(),
  AUDIT_SECRET: secrets.optional(),
  AUDIT_HEAD_FILE: z.string().optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n<>]*(<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be an address such as mail@example.com or Support <mail@example.com>',
    )
    .optional(),
  STRIPE_SECRET_KEY: stripeKey.optional(),
  STRIPE_WEBHOOK_SECRET: webhookSecrets.optional(),
  STRIPE_API_URL: origin
    .refine((url) => isLoopbackOrigin(url) && url.startsWith('http:'), {
      error: 'must be an address of this machine, for tests',
    })
    .optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  TRUSTED_PROXIES: addresses.default([]),
  TOKEN_AUDIENCES: audiences.default([]),
  SIGN_UP: z.enum(signUpModes, `must be one of ${signUpModes.join(', ')}`).default('open'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
})
type Environment = z.infer<typeof environment>

/** What guides to Better Auth call some of ours; read as ours. */
const otherNames: Record<string, string> = { BETTER_AUTH_URL: 'APP_URL', AUTH_SECRET: 'BETTER_AUTH_SECRET' }

/** What Better Auth would read by itself, past our own configuration. */
const refusedNames: Record<string, string> = {
  BETTER_AUTH_SECRETS: 'is not read: put several secrets into BETTER_AUTH_SECRET, with commas between them',
  BETTER_AUTH_TRUSTED_ORIGINS: 'is not read: name them in ALLOWED_ORIGINS',
}

/** Adds what `.env` in the working folder says to `process.env`; what is set already stays. */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/**
 * The configuration that the environment describes; an empty variable counts as unset.
 * @throws StartError that lists every bad variable at once.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const { given, problems } = nameAsOurs(env)
  const parsed = environment.safeParse(given)
  problems.push(
    ...(parsed.success
      ? disagreements(parsed.data)
      : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)),
  )
  if (!parsed.success || problems.length > 0) {
    throw new StartError(
      `The configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    )
  }
  return toConfig(parsed.data)
}

// The variables that are set, under the names that we give them.
function nameAsOurs(env: Record<string, string | undefined>) {
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]))
  const given = Object.fromEntries(set)
  const problems = set.flatMap(([name]) => (refusedNames[name] ? [`${name} ${refusedNames[name]}`] : []))
  for (const [other, name] of Object.entries(otherNames)) {
    const value = given[other]
    if (value === undefined) continue
    given[name] ??= value
    if (given[name] !== value) problems.push(`${other} must be the same as ${name}, or be left out`)
  }
  return { given, problems }
}

// What no single variable shows.
function disagreements(env: Environment): string[] {
  const problems: string[] = []
  for (const provider of ['GOOGLE', 'GITHUB'] as const) {
    if (Boolean(env[`${provider}_CLIENT_ID`]) !== Boolean(env[`${provider}_CLIENT_SECRET`])) {
      problems.push(`${provider}_CLIENT_ID and ${provider}_CLIENT_SECRET must be set together`)
    }
  }
  if (env.DATABASE_URL && !env.BETTER_AUTH_SECRET) {
    problems.push(`BETTER_AUTH_SECRET must be set when DATABASE_URL is; make one with: ${makeSecret}`)
  }
  if (env.DATABASE_DIRECT_URL && !env.DATABASE_URL) {
    problems.push('DATABASE_URL must be set when DATABASE_DIRECT_URL is')
  }
  if (Boolean(env.STRIPE_SECRET_KEY) !== Boolean(env.STRIPE_WEBHOOK_SECRET)) {
    problems.push('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET must be set together')
  }
  if (env.SMTP_URL && !env.MAIL_FROM) problems.push('MAIL_FROM must be set when SMTP_URL is')
  return problems
}

function toConfig(env: Environment): Config {
  const appUrl = env.APP_URL ?? `http://localhost:${env.PORT}`
  return {
    port: env.PORT,
    // An address that only this machine can reach needs no wider listener.
    host: env.HOST ?? (isLoopbackOrigin(appUrl) ? 'localhost' : '::'),
    appUrl,
    allowedOrigins: env.ALLOWED_ORIGINS.filter((allowed) => allowed !== appUrl),
    databaseUrl: env.DATABASE_URL ?? null,
    databaseDirectUrl: env.DATABASE_DIRECT_URL ?? null,
    dataDir: env.DATA_DIR,
    secrets: env.BETTER_AUTH_SECRET ?? [],
    auditSecrets: env.AUDIT_SECRET ?? [],
    auditHeadFile: env.AUDIT_HEAD_FILE ?? null,
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: withSenderName(env.MAIL_FROM ?? 'mail@localhost'),
    stripe: stripeConfig(env),
    google: oauthClient(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET),
    github: oauthClient(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET),
    trustedProxies: env.TRUSTED_PROXIES,
    tokenAudiences: env.TOKEN_AUDIENCES,
    signUp: env.SIGN_UP,
    logLevel: env.LOG_LEVEL,
  }
}

// What says a name of its own keeps it.
function withSenderName(from: string): string {
  const name = brand.mail.senderName.replace(/["\\]/g, '\\$&')
  return /[\s<]/.test(from) ? from : `"${name}" <${from}>`
}

function stripeConfig(env: Environment): StripeConfig | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets, STRIPE_API_URL: apiUrl } = env
  return secretKey && webhookSecrets ? { secretKey, webhookSecrets, apiUrl: apiUrl ?? null } : null
}

function oauthClient(clientId?: string, clientSecret?: string): OAuthClient | null {
  return clientId && clientSecret ? { clientId, clientSecret } : null
}
