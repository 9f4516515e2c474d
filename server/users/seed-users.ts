import { account, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import { generateId } from '../auth/generate-id.ts'
import type { Database } from '../database/database.ts'
import type { NewUser } from '../service-context.ts'

// biome-ignore format: a list of words reads best as lines of words
const givenNames = ['Ada', 'Amara', 'Anders', 'Beatriz', 'Chidi', 'Dalia', 'Elif', 'Emil', 'Farah', 'Goran', 'Hana', 'Ines', 'Ivo', 'Jamal', 'Kaia', 'Leon', 'Lina', 'Marek', 'Mei', 'Nadia', 'Noor', 'Olga', 'Pavel', 'Quentin', 'Rosa', 'Sami', 'Tomas', 'Uma', 'Vera', 'Wanda', 'Yusuf', 'Zoe']
// biome-ignore format: the same
const familyNames = ['Abara', 'Bergman', 'Castillo', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Rossi', 'Silva', 'Tanaka', 'Ueda', 'Varga', 'Weber', 'Xu', 'Yilmaz', 'Zeman']

const chunk = 500
const dayMs = 24 * 60 * 60 * 1000

/** A deterministic stream of numbers from 0 to 1 (mulberry32), so that two seeds of one size are alike. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface SeedOptions {
  now?: Date
  /** What each of them sets off. */
  userCreated?: (tx: Database, user: NewUser) => Promise<void>
}

/** Adds demo users with plausible names, roles, ages and bans; they have no password, so nobody can sign in as one. */
export async function seedUsers(
  db: Database,
  total: number,
  { now = new Date(), userCreated }: SeedOptions = {},
): Promise<void> {
  const random = createRandom(total)
  for (let made = 0; made < total; made += chunk) {
    const users = Array.from({ length: Math.min(chunk, total - made) }, () => demoUser(random, now))
    await db.transaction(async (tx) => {
      await tx.insert(user).values(users)
      await tx.insert(account).values(
        users.map(({ id, provider }) => ({
          id: generateId(),
          userId: id,
          accountId: id,
          providerId: provider,
        })),
      )
      if (userCreated) for (const made of users) await userCreated(tx, made)
    })
  }
}

function demoUser(random: () => number, now: Date) {
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item
  const id = generateId()
  const name = `${pick(givenNames)} ${pick(familyNames)}`
  // More of them have come lately, as in a product that grows.
  const createdAt = new Date(now.getTime() - Math.floor(random() ** 2 * 730 * dayMs))
  const banned = random() < 0.02
  // Most were here lately, nobody before they came, and some never.
  const activeAgo = Math.floor(random() ** 3 * (now.getTime() - createdAt.getTime()))
  const lastActiveAt = random() < 0.05 ? undefined : new Date(now.getTime() - activeAgo)
  return {
    id,
    name,
    // example.com belongs to nobody; a part of the id keeps addresses apart, also from those of an earlier seed.
    email: `${name.toLowerCase().replace(' ', '.')}.${id.slice(0, 8).toLowerCase()}@example.com`,
    emailVerified: random() < 0.9,
    role: demoRole(random()),
    provider: random() < 0.7 ? 'credential' : pick(['google', 'github']),
    createdAt,
    updatedAt: createdAt,
    lastActiveAt,
    ...(banned && { bannedAt: now, banReason: 'Demo: sent unwanted mail' }),
  }
}

function demoRole(chance: number): Role {
  return chance < 0.99 ? 'user' : chance < 0.997 ? 'moderator' : 'admin_ro'
}
