/**
 * The files of ours that join a table with the product's or show its brand, and what of the product each takes. Nothing
 * else of ours knows the product; what it does at a moment of ours comes with the context.
 */
export const joints: Readonly<Record<string, string>> = {
  'client/lib/text/en/account.ts': 'product/brand.ts',
  'client/lib/text/en/outside.ts': 'product/brand.ts',
  'server/auth/auth.ts': 'product/brand.ts',
  'server/config.ts': 'product/brand.ts',
  'client/lib/text/text.ts': 'product/words.ts',
  'client/routes/commands.ts': 'product/client.tsx',
  'client/routes/product-page.ts': 'product/client.tsx',
  'client/routes/signed-in-frame.tsx': 'product/client.tsx',
  'server/database/schema.ts': 'product/schema/index.ts',
  'server/http/openapi/read-document.ts': 'product/brand.ts',
  'server/http/pages/page-guards.ts': 'product/guards.ts',
  'server/limits/limit-policies.ts': 'product/guards.ts',
  'server/cli/run-command.ts': 'product/server.ts',
  'server/mail/mail-layout.ts': 'product/brand.ts',
  'server/mail/outbox-pages.ts': 'product/brand.ts',
  'server/start.ts': 'product/brand.ts',
  'server/services.ts': 'product/server.ts',
  'server/settings/read-settings.ts': 'product/shared.ts',
  'server/trpc/app-router.ts': 'product/server.ts',
  'shared/text/accents.ts': 'product/brand.ts',
  'shared/audit/audit-acts.ts': 'product/shared.ts',
  'shared/audit/undoable-actions.ts': 'product/guards.ts',
  'shared/credits/entitlements.ts': 'product/shared.ts',
  'shared/person-details.ts': 'product/shared.ts',
  'shared/credits/plans.ts': 'product/shared.ts',
  'shared/product/product-pages.ts': 'product/guards.ts',
  'shared/roles/roles.ts': 'product/guards.ts',
  'shared/settings.ts': 'product/shared.ts',
}
