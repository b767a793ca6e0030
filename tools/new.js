// `npm run new provider acme` makes the files of a new provider, `npm run new provider acme oauth2` of one without OpenID Connect.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {'oidc' | 'oauth2'} Kind */

/**
 * @param {string} root folder of the package
 * @param {string} id part of the callback URL
 * @param {Kind} kind
 * @returns {string[]} the files made
 * @throws when the id cannot be one, or a file is there already
 */
export function newProvider(root, id, kind) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) throw new Error(`"${id}" cannot be an id: lower-case letters, digits and single hyphens`)
  const name = id.replace(/(^|-)([a-z0-9])/g, (_all, _hyphen, letter) => letter.toUpperCase())
  const files = {
    [`src/providers/${id}.ts`]: kind === 'oidc' ? oidc(id, name) : oauth2(id, name),
    [`docs/providers/${id}.md`]: page(id, name, kind),
    [`test/services/fixtures/${id}.ts`]: fixture(id, name, kind),
  }
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)))
  if (there.length > 0) throw new Error(`${there.join(' and ')} is there already`)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return Object.keys(files)
}

/** @type {(id: string, name: string) => string} */
const oidc = (id, name) => `import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ${name}'s ID tokens. */
export interface ${name}Profile extends Profile {
  sub: string
  name: string
  email: string
  picture?: string
}

/** ${name}. */
export default function ${name}(options: OAuthOptions<${name}Profile> = {}): OAuthProvider<${name}Profile> {
  return {
    id: '${id}',
    name: '${name}',
    type: 'oidc',
    issuer: 'https://${id}.example.com',
    profile: ({ sub, name, email, picture }) => ({ id: sub, name, email, image: picture ?? null }),
    options,
  }
}
`

/** @type {(id: string, name: string) => string} */
const oauth2 = (id, name) => `import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** \`GET /me\`. */
export interface ${name}Profile extends Omit<Profile, 'id'> {
  id: string
  name: string
  email: string
  avatar?: string
}

/** ${name}. */
export default function ${name}(options: OAuthOptions<${name}Profile> = {}): OAuthProvider<${name}Profile> {
  return {
    id: '${id}',
    name: '${name}',
    type: 'oauth',
    authorization: { url: 'https://${id}.example.com/oauth/authorize' },
    token: { url: 'https://${id}.example.com/oauth/token' },
    userinfo: { url: 'https://api.${id}.example.com/me' },
    scope: 'profile email',
    profile: ({ id, name, email, avatar }) => ({ id, name, email, image: avatar ?? null }),
    options,
  }
}
`

/** @type {(id: string, name: string, kind: Kind) => string} */
const page = (id, name, kind) => {
  const variable = id.toUpperCase().replaceAll('-', '_')
  return `# ${name}

Kind: ${kind === 'oidc' ? 'OpenID Connect' : 'OAuth 2'}. Id: \`${id}\`.

\`\`\`ts
import NextAuth from 'next-auth'
import ${name} from 'next-auth/providers/${id}'

export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [${name}] })
\`\`\`

## At the service

Where an application is registered, and what has to be switched on.

## Callback URL

\`https://app.example/api/auth/callback/${id}\`, for development \`http://localhost:3000/api/auth/callback/${id}\`.

## Environment

| variable | what |
|---|---|
| \`AUTH_${variable}_ID\` | Client ID |
| \`AUTH_${variable}_SECRET\` | Client secret |

## Options

All of [\`${kind}\`](${kind}.md).

## Profile

What ${name} says of a person, and what of it the user gets.

## Scopes

What is asked for.

## Quirks

None known.
`
}

/** @type {(id: string, name: string, kind: Kind) => string} */
const fixture = (id, name, kind) => {
  const openid = `  openid: { issuer: 'https://${id}.example.com', jwks: 'https://${id}.example.com/jwks' },
`
  const resources = `  resources: { [me]: { refusal: { status: 401, body: { error: 'invalid_token' } } } },
`
  const person = (/** @type {string} */ facts) => (kind === 'oidc' ? `claims: { sub: ${facts} }` : `answers: { [me]: { id: ${facts} } }`)
  return `import ${name} from '../../../src/providers/${id}.js'
import type { ServiceFixture } from '../contract.js'
${kind === 'oidc' ? '' : `\nconst me = 'GET https://api.${id}.example.com/me'\n`}
export default {
  id: '${id}',
  documentation: ['https://${id}.example.com/docs'],
  seen: 'documentation',
  read: '${new Date().toISOString().slice(0, 10)}',
  provider: ${name},
  authorization: {
    url: 'https://${id}.example.com/oauth/authorize',
    scopes: ['${kind === 'oidc' ? "openid', 'profile', 'email" : "profile', 'email"}'],
    pkce: 'S256',
  },
  token: {
    url: 'https://${id}.example.com/oauth/token',
    authentication: ['basic'],
    answer: ({ accessToken${kind === 'oidc' ? ', idToken' : ''} }) => ({
      access_token: accessToken,
      token_type: 'Bearer',${kind === 'oidc' ? '\n      id_token: idToken,' : ''}
    }),
    refusal: { status: 400, body: { error: 'invalid_grant' } },
  },
${kind === 'oidc' ? openid : resources}  people: [
    {
      ${person("'1', name: 'Ann', email: 'ann@example.com'")},
      user: { id: '1', name: 'Ann', email: 'ann@example.com', image: null, emailVerified: false },
    },
    {
      ${person("'2', name: 'Bob', email: 'bob@example.com'")},
      user: { id: '2', name: 'Bob', email: 'bob@example.com', image: null, emailVerified: false },
    },
  ],
} satisfies ServiceFixture as ServiceFixture
`
}

/** @param {readonly string[]} words */
function main([what, id, kind = 'oidc']) {
  if (what !== 'provider' || !id || (kind !== 'oidc' && kind !== 'oauth2')) {
    console.error('npm run new provider <id> [oidc | oauth2]')
    return false
  }
  try {
    const made = newProvider(join(import.meta.dirname, '..'), id, kind)
    console.log(
      `Made ${made.join(' and ')}. Next: what the service's documentation says, in all three, and its line in src/providers/namespace/all.ts and in src/base/provider-ids.ts.`,
    )
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2)) ? 0 : 1
