// What the published declarations name, so that no option is forgotten.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { laboratory } from './published.js'
import type { Generation } from './table.js'

/** Names of an interface's members. */
export function membersOf(file: string, name: string): string[] {
  const text = readFileSync(join(laboratory, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const at = text.search(new RegExp(`(interface|type) ${name}\\b`))
  if (at < 0) throw new Error(`${file} has no ${name}`)
  const names = new Set<string>()
  let depth = 0
  for (let i = text.indexOf('{', at); i < text.length; i++) {
    if ('{(['.includes(text[i] as string)) depth++
    if ('})]'.includes(text[i] as string) && --depth === 0) break
    const member = text[i] === '\n' && depth === 1 ? /^\n\s*(?:readonly )?(\w+)\??\s*[:(<]/.exec(text.slice(i, i + 80)) : null
    if (member?.[1]) names.add(member[1])
  }
  return [...names]
}

type Source = readonly [generation: Generation, file: string, name: string, prefix: string]

const sources: readonly Source[] = [
  ['v3', 'next-auth-3/index.d.ts', 'NextAuthOptions', ''],
  ['v3', 'next-auth-3/index.d.ts', 'SessionOptions', 'session.'],
  ['v3', 'next-auth-3/jwt.d.ts', 'JWTOptions', 'jwt.'],
  ['v3', 'next-auth-3/index.d.ts', 'CookiesOptions', 'cookies.'],
  ['v4', 'next-auth-4/core/types.d.ts', 'AuthOptions', ''],
  ['v4', 'next-auth-4/core/types.d.ts', 'SessionOptions', 'session.'],
  ['v4', 'next-auth-4/core/types.d.ts', 'PagesOptions', 'pages.'],
  ['v4', 'next-auth-4/core/types.d.ts', 'CookiesOptions', 'cookies.'],
  ['v4', 'next-auth-4/core/types.d.ts', 'Theme', 'theme.'],
  ['v4', 'next-auth-4/jwt/types.d.ts', 'JWTOptions', 'jwt.'],
  ['v5', '@auth/core/index.d.ts', 'AuthConfig', ''],
  ['v5', '@auth/core/types.d.ts', 'PagesOptions', 'pages.'],
  ['v5', '@auth/core/types.d.ts', 'CookiesOptions', 'cookies.'],
  ['v5', '@auth/core/types.d.ts', 'Theme', 'theme.'],
  ['v5', '@auth/core/jwt.d.ts', 'JWTOptions', 'jwt.'],
  ['v3', 'next-auth-3/providers.d.ts', 'OAuthConfig', ''],
  ['v4', 'next-auth-4/providers/oauth.d.ts', 'OAuthConfig', ''],
  ['v5', '@auth/core/providers/oauth.d.ts', 'OAuth2Config', ''],
  ['v3', 'next-auth-3/client.d.ts', 'SessionProviderOptions', 'Provider.options.'],
  ['v3', 'next-auth-3/client.d.ts', 'SignInOptions', 'signIn.'],
  ['v4', 'next-auth-4/react/types.d.ts', 'SessionProviderProps', 'SessionProvider.'],
  ['v4', 'next-auth-4/react/types.d.ts', 'UseSessionOptions', 'useSession.'],
  ['v4', 'next-auth-4/react/types.d.ts', 'SignInOptions', 'signIn.'],
  ['v4', 'next-auth-4/react/types.d.ts', 'SignOutParams', 'signOut.'],
  ['v5', 'next-auth-5/lib/client.d.ts', 'SessionProviderProps', 'SessionProvider.'],
  ['v5', 'next-auth-5/lib/client.d.ts', 'UseSessionOptions', 'useSession.'],
  ['v5', 'next-auth-5/lib/client.d.ts', 'SignInOptions', 'signIn.'],
  ['v5', 'next-auth-5/lib/client.d.ts', 'SignOutParams', 'signOut.'],
]

/** Every option by its path: `session.maxAge`. */
export function publishedOptions(): { generation: Generation; path: string }[] {
  return sources.flatMap(([generation, file, name, prefix]) =>
    membersOf(file, name).map((member) => ({ generation, path: prefix + member })),
  )
}
