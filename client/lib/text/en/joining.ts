/** What the pages between sign-in and the inside say: they load it themselves, the sign-in page does not. */
export const enJoining = {
  twoFactor: {
    title: 'Enter your code',
    lead: 'Six digits from your authenticator app.',
    code: 'Code',
    recoveryTitle: 'Enter a recovery code',
    recoveryLead: 'One of the ten you saved when you set this up. Each works once.',
    recoveryCode: 'Recovery code',
    trust: 'Trust this device for 30 days',
    submit: 'Sign in',
    useRecovery: 'Use a recovery code',
    useCode: 'Use the authenticator app',
    startAgain: 'Sign in again',
  },
  waiting: {
    title: 'Waiting for approval',
    lead: (name: string, email: string) =>
      `Signed in as ${name} (${email}). An admin looks at your account next.`,
    next: 'We mail you when it is decided. This page opens by itself then.',
    signOut: 'Sign out',
    signOutFailed: 'You are still signed in: the service does not answer. Try again in a moment.',
  },
  invitation: {
    title: 'Accept your invitation',
    invitedBy: (name: string) => `${name} invites you.`,
    invited: 'You are invited.',
    lead: 'Choose a password, and you are in.',
    submit: 'Accept and sign in',
    invalidTitle: 'This invitation does not work',
    invalid: 'The link was used, was withdrawn or has expired. Ask who invited you for a new one.',
    haveAccount: 'Accepted it before?',
  },
}
export type JoiningText = typeof enJoining
