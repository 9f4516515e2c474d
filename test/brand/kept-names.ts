/**
 * What has Gatehouse's name in it and keeps it whatever the brand is, since nobody sees it and what runs or is stored
 * would break, or since it speaks of Gatehouse itself to those who build on it.
 */
export const keptNames = new Set([
  // Cookies: another name would sign everybody out.
  'gatehouse',
  '__Secure-gatehouse',
  'gatehouse.own_session',
  '__Host-gatehouse.own_session',
  'gatehouse.device',
  '__Host-gatehouse.device',
  // What keys are derived for: another word would make other keys.
  'gatehouse first admin',
  'gatehouse device cookie',
  'gatehouse audit log',
  // Channels of the database, heard by every version that runs; connections as its operators see them.
  'gatehouse_live',
  'gatehouse_callers',
  'gatehouse_limits',
  'gatehouse ',
  'gatehouse listener',
  // What a browser keeps, and what its tabs tell each other.
  'gatehouse-color-scheme',
  'gatehouse-drafts',
  'gatehouse-renewed-at',
  'gatehouse-live',
  'gatehouse-verified',
  'gatehouse-columns-',
  'gatehouse-draft-',
  'gatehouse-checklist',
  'gatehouse-single-keys',
  // A header and an origin that never leave the process, and plugins of Better Auth.
  'x-gatehouse-client-address',
  'http://gatehouse.invalid',
  'gatehouse-passkeys',
  'gatehouse-second-factor',
  'gatehouse-credential-changes',
  // To developers and operators, about Gatehouse.
  " is a name of Gatehouse's own: give that of your product another one.",
  ', and this version of Gatehouse brings ',
  // Of refusals, by which programs tell them apart.
  'urn:gatehouse:problem:',
])
