import type { Look, Page } from '../../src/pages/render.js'

const csrfToken = 'csrf-token-of-the-sample'

export const look: Look = { theme: {}, siteName: 'app.example.com', nonce: 'bm9uY2Utb2YtdGhlLXNhbXBsZQ', basePath: '/api/auth' }

/** A site with a colour and a logo of its own. */
export const branded: Look = { ...look, theme: { brandColor: '#0f766e', logo: '/logo.svg' } }

/** Every page, in the shapes it can take. Addresses are paths: the test's site answers them. */
export function samples(origin: string): Readonly<Record<string, Page>> {
  const shared = { csrfToken, callbackUrl: `${origin}/done` }
  const action = (path: string) => `${origin}/api/auth${path}`
  const buttons = [
    { kind: 'button', id: 'github', name: 'GitHub', action: action('/signin/github'), style: { brandColor: '#24292f', text: '#fff' } },
    { kind: 'button', id: 'google', name: 'Google', action: action('/signin/google'), style: { brandColor: '#1a73e8', text: '#fff' } },
    { kind: 'button', id: 'logo', name: 'Acme Works', action: action('/signin/logo'), style: { logo: '/acme.svg' } },
  ] as const
  const email = { kind: 'email', id: 'email', name: 'Email', action: action('/signin/email') } as const
  const credentials = {
    kind: 'credentials',
    id: 'credentials',
    name: 'Password',
    action: action('/callback/credentials'),
    fields: [
      { name: 'username', label: 'User name', type: 'text', placeholder: 'ann', required: true },
      { name: 'password', label: 'Password', type: 'password', required: true },
      { name: 'remember', label: 'Remember this device', type: 'checkbox', required: false },
    ],
  } as const
  const confirm = { page: 'confirm', action: action('/callback/email'), csrfToken, maskedEmail: 'a••@example.com' } as const
  const fields = { token: 'token-of-the-sample', email: 'ann@example.com', callbackUrl: `${origin}/done` }
  return {
    signin: { page: 'signin', providers: [...buttons, email, credentials], ...shared },
    'signin-buttons': { page: 'signin', providers: buttons, ...shared },
    'signin-email': { page: 'signin', providers: [email], ...shared, error: 'InvalidEmail', email: 'ann@example' },
    'signin-credentials': { page: 'signin', providers: [credentials], ...shared, error: 'CredentialsSignin', code: 'credentials' },
    'signin-linked': { page: 'signin', providers: [...buttons, email], ...shared, error: 'OAuthAccountNotLinked' },
    'signin-empty': { page: 'signin', providers: [], ...shared },
    signout: { page: 'signout', action: action('/signout'), ...shared },
    'signout-known': { page: 'signout', action: action('/signout'), ...shared, signedInAs: 'ann@example.com' },
    'verify-request': { page: 'verify-request' },
    confirm: { ...confirm, fields, sameBrowser: true },
    'confirm-elsewhere': { ...confirm, fields, sameBrowser: false },
    error: { page: 'error', signInUrl: action('/signin') },
    'error-configuration': { page: 'error', error: 'Configuration', signInUrl: action('/signin') },
    'error-denied': { page: 'error', error: 'AccessDenied', signInUrl: action('/signin') },
    'error-verification': { page: 'error', error: 'Verification', signInUrl: action('/signin') },
    'new-user': { page: 'new-user', continueUrl: `${origin}/done` },
    leaving: { page: 'leaving', provider: 'GitHub', to: `${origin}/held` },
    'new-user-named': { page: 'new-user', name: 'Ann Example', continueUrl: `${origin}/done` },
  }
}
