import { date, integer, pgTable } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'

/** How many users were active on a day (UTC): each is counted when their first call of the day is seen. */
export const activityDay = pgTable('activity_day', {
  day: date('day', { mode: 'string' }).primaryKey(),
  users: integer('users').notNull().default(0),
})

export const selectActivityDayTableSchema = createSelectSchema(activityDay)
export type ActivityDayTable = z.infer<typeof selectActivityDayTableSchema>
