/** Where each page inside lies in the client, by its path; a segment such as `$id` stands for any. */
export const pageParts: Readonly<Record<string, string>> = {
  '/dashboard': 'features/my-overview/my-overview-page.tsx',
  '/account/profile': 'features/account/profile/profile-page.tsx',
  '/account/security': 'features/account/security/security-page.tsx',
  '/account/credits': 'features/my-credits/my-credits-page.tsx',
  '/account/orders': 'features/orders/my-orders-page.tsx',
  '/account/orders/$id': 'features/orders/my-order-page.tsx',
  '/api/docs': 'features/api-docs/api-docs-page.tsx',
  '/admin': 'features/console-dashboard/console-dashboard-page.tsx',
  '/admin/users': 'features/users/list/users-page.tsx',
  '/admin/users/$id': 'features/users/page/user-page.tsx',
  '/admin/invitations': 'features/users/invitations/invitations-page.tsx',
  '/admin/approvals': 'features/users/approvals/approvals-page.tsx',
  '/admin/service-accounts': 'features/users/services/services-page.tsx',
  '/admin/service-accounts/$id': 'features/users/services/service-page.tsx',
  '/admin/credits': 'features/owners/owners-page.tsx',
  '/admin/orders': 'features/orders/orders-page.tsx',
  '/admin/orders/$id': 'features/orders/order-page.tsx',
  '/admin/limits': 'features/limits/overview/overview-page.tsx',
  '/admin/limits/blocked': 'features/limits/blocked/blocked-page.tsx',
  '/admin/limits/counters': 'features/limits/counters/counters-page.tsx',
  '/admin/limits/overrides': 'features/limits/overrides/overrides-page.tsx',
  '/admin/limits/policies': 'features/limits/policies/policies-page.tsx',
  '/admin/limits/lockouts': 'features/limits/lockouts/lockouts-page.tsx',
  '/admin/limits/explain': 'features/limits/explain/explain-page.tsx',
  '/admin/audit': 'features/audit/audit-page.tsx',
  '/admin/audit/$id': 'features/audit/audit-event-page.tsx',
  '/admin/feedback': 'features/feedback/feedback-page.tsx',
  '/admin/settings': 'features/settings/settings-page.tsx',
}

/** The path in `pageParts` that an address is of; null for a page of the product, or for none. */
export function knownPage(url: string): string | null {
  const [path = ''] = url.split('?', 1)
  const segments = path.replace(/\/$/, '').split('/')
  const isOf = (page: string) => {
    const names = page.split('/')
    return (
      names.length === segments.length &&
      names.every((name, at) => name.startsWith('$') || name === segments[at])
    )
  }
  return Object.keys(pageParts).find(isOf) ?? null
}
