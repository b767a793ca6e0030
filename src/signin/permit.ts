import { AuthError, isAuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import type { SignInParams } from '../config/options.js'
import type { SafeUrl } from '../http/reply.js'
import { safeRedirect } from '../http/url.js'

/** Asks the `signIn` callback. `null`: welcome. A place: go there instead. Throws `AccessDenied`. */
export async function permit(params: SignInParams, ctx: Context): Promise<SafeUrl | null> {
  const { signIn } = ctx.settings.callbacks
  if (!signIn) return null
  const answer = await ask(() => signIn(params))
  if (answer === true) return null
  if (typeof answer === 'string') {
    const target = safeRedirect(answer, {
      origin: ctx.origin,
      basePath: ctx.settings.site.basePath,
      allowed: ctx.settings.site.allowedRedirects,
    })
    if (target) return target
    throw new AuthError('AccessDenied', 'The `signIn` callback named a place outside this site. List its origin in `allowedRedirects`.')
  }
  throw new AuthError('AccessDenied', 'The `signIn` callback refused.', { details: { provider: params.account?.provider } })
}

async function ask(callback: () => unknown): Promise<unknown> {
  try {
    return await callback()
  } catch (error) {
    if (isAuthError(error)) throw error
    throw new AuthError('AccessDenied', 'The `signIn` callback threw.', { cause: error })
  }
}
