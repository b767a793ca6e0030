import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Look, type Page, renderPage } from './render.js'

const look: Look = { theme: {}, siteName: 'app.example.com', nonce: 'bm9uY2U', basePath: '/api/auth' }
const shared = { csrfToken: 'csrf', callbackUrl: 'https://app.example.com/done' }
const github = { kind: 'button', id: 'github', name: 'GitHub', action: 'https://app.example.com/api/auth/signin/github' } as const
const email = { kind: 'email', id: 'email', name: 'Email', action: 'https://app.example.com/api/auth/signin/email' } as const
const fields = [
  { name: 'username', label: 'User name', type: 'text', required: true },
  { name: 'password', label: 'Password', type: 'password', value: 'not shown', required: true },
  { name: 'tenant', label: 'Tenant', type: 'made-up', value: 'acme', autocomplete: 'organization', required: false },
] as const
const credentials = {
  kind: 'credentials',
  id: 'ldap',
  name: 'LDAP',
  action: 'https://app.example.com/api/auth/callback/ldap',
  fields,
} as const
const signin: Page = { page: 'signin', providers: [github, email, credentials], ...shared }

const html = (page: Page, over: Partial<Look> = {}) => renderPage(page, { ...look, ...over }).html

/** The input that has a name. */
const input = (page: string, name: string) => new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(page)?.[0]

test('every way in is a form of its own with its token', () => {
  const forms = html(signin).match(/<form.*?<\/form>/g) ?? []
  expect(forms).toHaveLength(3)
  forms.forEach((form, index) => {
    expect(form).toContain(`<form method="post" action="${signin.page === 'signin' && signin.providers[index]?.action}">`)
    expect(form).toContain('<input type="hidden" name="csrfToken" value="csrf"/>')
    expect(form).toContain('<input type="hidden" name="callbackUrl" value="https://app.example.com/done"/>')
    expect(form.match(/<button type="submit"/g)).toHaveLength(1)
  })
})

test('inputs have the ids, labels and autocomplete that applications and password managers know', () => {
  const page = html(signin)
  expect(input(page, 'email')).toMatch(/id="input-email-for-email-provider" type="email".* autocomplete="email webauthn" required/)
  expect(input(page, 'username')).toMatch(/id="input-username-for-ldap-provider" type="text".* autocomplete="username"/)
  expect(input(page, 'password')).toMatch(/type="password" name="password" value autocomplete="current-password"/)
  expect(input(page, 'tenant')).toMatch(/type="text" name="tenant" value="acme" autocomplete="organization"/)
  for (const field of fields) expect(page).toContain(`<label for="input-${field.name}-for-ldap-provider">${field.label}</label>`)
})

test('a problem with what was typed is said at the inputs, others are not', () => {
  const wrong = html({ ...signin, error: 'CredentialsSignin', code: 'locked' } as Page)
  expect(wrong).toMatch(/<div class="alert" role="alert">.*<p id="error">Sign in failed/)
  expect(input(wrong, 'username')).toContain('aria-invalid="true" aria-describedby="error"')
  expect(input(wrong, 'email')).not.toContain('aria-invalid')
  expect(wrong).not.toContain('locked')
  expect(input(html({ ...signin, error: 'InvalidEmail', email: 'ann@' } as Page), 'email')).toMatch(/value="ann@".*aria-invalid="true"/)
  const denied = html({ ...signin, error: 'OAuthDenied' } as Page)
  expect(denied).not.toContain('aria-invalid="')
  expect(denied).toContain('<main aria-describedby="error">')
  expect(denied).toContain('<title>Error: Sign in · app.example.com</title>')
})

test('the error page has the status of its code, and 200 for codes of nobody', () => {
  const status = (error?: string) => renderPage({ page: 'error', signInUrl: '/s', ...(error === undefined ? {} : { error }) }, look).status
  expect([status('Configuration'), status('AccessDenied'), status('Verification'), status(), status('constructor')]).toEqual([
    500, 403, 403, 200, 200,
  ])
  expect(renderPage({ ...signin, error: 'Configuration' } as Page, look).status).toBe(200)
})

test('PG-11 the page about a mail shows no address', () => {
  expect(html({ page: 'verify-request' })).not.toContain('@example.com')
})

test('EM-20 a link from another browser asks, names the account and presses no button', () => {
  const confirm = {
    page: 'confirm',
    action: '/api/auth/callback/email',
    csrfToken: 't',
    fields: { token: 'k' },
    maskedEmail: 'a••@example.com',
  } as const
  const elsewhere = html({ ...confirm, sameBrowser: false })
  expect(elsewhere).not.toContain('<script')
  expect(elsewhere).toContain('a••@example.com')
  expect(html({ ...confirm, sameBrowser: true })).toMatch(/<script nonce="bm9uY2U">const f=document\.forms\[0\]/)
})

test('PG-02 colours and logos that are none leave no trace', () => {
  const style = { logo: 'javascript:alert(1)', brandColor: 'red}body{background:url(//evil.example)', text: '</style>' }
  const page = html(
    { page: 'signin', providers: [{ ...github, style }], ...shared },
    { theme: { logo: 'data:image/png;base64,AA', brandColor: '</style><script>', buttonText: 'x' } },
  )
  expect(page).toBe(html({ page: 'signin', providers: [github], ...shared }))
})

test('colours become rules of the style sheet, never attributes', () => {
  const page = html(
    { page: 'signin', providers: [{ ...github, style: { brandColor: 'tomato', text: '#fff' } }], ...shared },
    { theme: { brandColor: '#ff0' } },
  )
  expect(page).toContain('.mark-0{background:#ff6347;color:#000000}')
  expect(page).toContain('body[class]{--brand:#ffff00;--on-brand:#000000}')
  expect(page).not.toMatch(/ style=/)
})

test.each(['auto', 'light', 'dark', undefined, 'x" onload="alert(1)'])('the theme %j is a class of the body', (colorScheme) => {
  const known = colorScheme === 'light' || colorScheme === 'dark' ? colorScheme : 'auto'
  expect(html(signin, { theme: { colorScheme: colorScheme as 'auto' } })).toContain(`<body class="__next-auth-theme-${known}">`)
})

const hostile = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '</style><script>alert(1)</script>',
  '</title></head><body onload=alert(1)>',
  '<!--',
  '{site}{name}{provider}',
  '$& $1 $`',
  '\u202egro.elpmaxe\u202c',
  '\0',
  'javascript:alert(1)',
  'constructor',
  '__proto__',
  'a'.repeat(100_000),
]
const values = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...hostile) }, { weight: 3, arbitrary: fc.string({ unit: 'binary' }) })

/** Tags and names of attributes, without what is in or between them. */
const skeleton = (page: string) => page.replace(/="[^"]*"/g, '').replace(/>[^<]+</g, '><')

const shapes: Readonly<Record<string, (value: string) => Page>> = {
  signin: (value) => ({
    page: 'signin',
    providers: [
      { ...github, name: value, style: { brandColor: value, text: value } },
      { ...email, id: value, name: value },
      {
        ...credentials,
        id: value,
        name: value,
        fields: [{ name: value, label: value, type: value, value, placeholder: value, required: true, autocomplete: value }],
      },
    ],
    csrfToken: value,
    callbackUrl: value,
    error: value,
    code: value,
    email: value,
  }),
  signout: (value) => ({ page: 'signout', csrfToken: value, callbackUrl: '/', action: '/x', signedInAs: value }),
  confirm: (value) => ({
    page: 'confirm',
    action: '/x',
    csrfToken: value,
    fields: { email: value, token: value },
    maskedEmail: value,
    sameBrowser: true,
  }),
  error: (value) => ({ page: 'error', error: value, signInUrl: '/x' }),
  'new-user': (value) => ({ page: 'new-user', name: value, continueUrl: '/' }),
  leaving: (value) => ({ page: 'leaving', provider: value, to: 'https://service.example/authorize' }),
}

test.each(Object.keys(shapes))('FZ-10 PG-01 no value changes the structure of %s', (name) => {
  const shape = shapes[name] as (value: string) => Page
  const plain = skeleton(html(shape('plain')))
  const same = (value: string) => {
    expect(skeleton(html(shape(value), { siteName: value, theme: { brandColor: value, logo: 'javascript:' } }))).toBe(plain)
  }
  for (const value of hostile) same(value)
  fc.assert(fc.property(values, same), { numRuns: 150 })
})
