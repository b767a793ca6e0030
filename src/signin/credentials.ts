import { AuthError, CredentialsSignin, isAuthError } from '../base/errors.js'
import type { User } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { AuthorizeRequest, CredentialsProvider } from '../providers/contract.js'
import { authorizeRequest } from './authorize-request.js'
import type { Identity, Method } from './contract.js'

const notCredentials = new Set(['csrfToken', 'callbackUrl', 'redirectTo', 'json', 'redirect'])

/** Whatever the application checks itself: one form, one answer, no round trip. */
export function credentials(): Method<CredentialsProvider> {
  return {
    needs: { adapter: [], csrfOnReturn: true, returns: ['POST'] },
    async begin(provider) {
      throw new AuthError('UnknownAction', `Provider \`${provider.id}\` takes its form at /callback/${provider.id}.`)
    },
    finish,
  }
}

async function finish(provider: CredentialsProvider, ctx: Context): Promise<Identity> {
  const typed = declaredFields(provider, ctx.fields)
  const user = await authorize(provider, typed, authorizeRequest(ctx))
  return {
    provider: provider.id,
    type: 'credentials',
    providerAccountId: user.id,
    user,
    emailVerified: false,
    account: { provider: provider.id, type: 'credentials', providerAccountId: user.id },
    credentials: typed,
    amr: ['pwd'],
    authTime: Math.floor(ctx.now / 1000),
    callbackUrl: ctx.fields.callbackUrl,
    linkByEmail: false,
  }
}

/** Only what the form declares, an empty text for what was not sent; with nothing declared, everything that is not the protocol's own. */
function declaredFields(provider: CredentialsProvider, fields: Readonly<Record<string, string>>): Record<string, string> {
  const declared = Object.keys(provider.credentials)
  const names = declared.length > 0 ? declared : Object.keys(fields).filter((name) => !notCredentials.has(name))
  const typed: Record<string, string> = {}
  for (const name of names) if (name !== '__proto__') typed[name] = Object.hasOwn(fields, name) ? (fields[name] as string) : ''
  return typed
}

async function authorize(provider: CredentialsProvider, typed: Record<string, string>, request: Request): Promise<User & { id: string }> {
  const answer = await ask(provider, typed, request)
  if (!answer || typeof answer !== 'object')
    throw new CredentialsSignin('`authorize` returned no user.', { details: { provider: provider.id } })
  // A whole number as v3 and v4 took it.
  const id = Number.isSafeInteger(answer.id) ? String(answer.id) : answer.id
  if (typeof id !== 'string' || id === '' || Array.isArray(answer)) {
    throw new AuthError(
      'Configuration',
      '`authorize` returned a user whose `id` is not a non-empty string. Return `{ id: String(row.id), … }`.',
      {
        details: { provider: provider.id },
      },
    )
  }
  return { ...answer, id }
}

async function ask(provider: CredentialsProvider, typed: Record<string, string>, request: Request): Promise<User | null> {
  try {
    return await provider.authorize(typed, request as AuthorizeRequest)
  } catch (error) {
    // What has a name of ours is shown by that; of everything else a visitor reads "wrong".
    if (isAuthError(error)) throw error
    throw new AuthError('CredentialsSignin', '`authorize` threw. To tell the visitor more, throw a `CredentialsSignin` with a `code`.', {
      cause: withoutTyped(error, Object.values(typed)),
      details: { provider: provider.id },
    })
  }
}

/** What was thrown, or where its words repeat what was typed only its name: the log is told of mistakes, not of passwords. */
function withoutTyped(thrown: unknown, typed: readonly string[]): unknown {
  for (let one = thrown, depth = 0; one !== undefined && depth < 5; depth++) {
    const words = one instanceof Error ? one.message : String(one)
    if (typed.some((value) => value !== '' && words.includes(value))) return new Error('Something whose message repeats what was typed.')
    one = one instanceof Error ? one.cause : undefined
  }
  return thrown
}
