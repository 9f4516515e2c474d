import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Those of a minute or more. One that began last would run alone.
const longest = [
  'scripts/upgrade/upgrade.test.ts',
  'server/http/auth/account-enumeration.test.ts',
  'server/main.test.ts',
  'server/database/data/import-data.test.ts',
  'server/credits/credit-kills.test.ts',
  'server/credits/credit-model.test.ts',
  'server/auth/sessions/session-replicas.test.ts',
  'server/orders/order-kills.test.ts',
  'server/orders/order-histories.test.ts',
  'server/orders/subscriptions/subscription-histories.test.ts',
  'server/limits/decide/two-servers.test.ts',
  'server/trpc/access.test.ts',
]

const rank = ({ moduleId }: TestSpecification) => {
  const index = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
  return index === -1 ? longest.length : index
}

/** Runs the longest files of each project first; the order of all others stays Vitest's. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = [...new Set(sorted.map(({ project }) => project))]
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).toSorted((a, b) => rank(a) - rank(b)),
    )
  }
}
