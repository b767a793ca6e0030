import { AuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import type { Transaction } from './transaction.js'

/** What the visitor wanted when they pressed the button, for when they come back. */
export function wantedBy(ctx: Context): Pick<Transaction, 'callbackUrl' | 'linkTo'> {
  return { callbackUrl: callbackUrlOf(ctx), linkTo: linkToOf(ctx) }
}

/** Longer ones do not fit a cookie; the visitor goes to the start page then. It is judged when it is used. */
function callbackUrlOf(ctx: Context): string | undefined {
  const { callbackUrl } = ctx.fields
  return callbackUrl !== undefined && callbackUrl.length <= 2048 ? callbackUrl : undefined
}

/** Linking happens because somebody asked for it, never because somebody happens to be signed in. */
function linkToOf(ctx: Context): string | undefined {
  if (ctx.fields.intent !== 'link') return undefined
  if (ctx.linkTo === undefined) throw new AuthError('SessionRequired', 'To link an account somebody has to be signed in.')
  return ctx.linkTo
}
