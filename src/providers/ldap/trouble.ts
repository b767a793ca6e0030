import { AuthError, CredentialsSignin } from '../../base/errors.js'

/** The person is not let in; why, only the log says. */
export function refused(provider: string, reason: string): CredentialsSignin {
  return new CredentialsSignin('The directory did not accept the name and password.', { details: { provider, reason } })
}

/** Why the directory turned a person away who showed their password; undefined when something else happened. */
export function refusalIn(error: unknown): string | undefined {
  const code = resultCode(error)
  if (code === undefined) return undefined
  // Active Directory tells more in its message: "… AcceptSecurityContext error, data 52e, v4563".
  const [, detail = ''] = /\bdata ([\da-f]+),/i.exec((error as Error).message) ?? []
  return (code === 49 ? windowsReasons[detail.toLowerCase()] : undefined) ?? reasons[code]
}

/** Result codes of RFC 4511 §A.2 that speak of the person. */
const reasons: Readonly<Record<number, string>> = {
  10: 'referral',
  19: 'constraint violated',
  32: 'no such entry',
  34: 'no such name possible',
  48: 'no password to compare',
  49: 'wrong name or password',
  50: 'not allowed',
  53: 'unwilling',
}

/** Windows’ system errors, in hexadecimal, as its directory adds them to code 49. */
const windowsReasons: Readonly<Record<string, string>> = {
  525: 'no such user',
  '52e': 'wrong password',
  '52f': 'account restricted',
  530: 'not at this time',
  531: 'not from this machine',
  532: 'password expired',
  533: 'account disabled',
  534: 'not this kind of sign-in',
  568: 'too many groups',
  701: 'account expired',
  773: 'password has to be changed',
  775: 'account locked',
}

/**
 * What went wrong without the person having to do with it. Of what ldapts throws only that is repeated which holds no name and no filter:
 * failures of the connection, and the number of a result.
 * @param step what was being done: `the search`
 */
export function failure(provider: string, step: string, error: unknown): AuthError {
  const code = resultCode(error)
  if (code === undefined) {
    const silent = `The directory gave no usable answer to ${step}. Look at \`url\`, \`tls.ca\` and, when it is new, \`search.filter\`.`
    return new AuthError('ProviderUnavailable', silent, { ...(isOfConnection(error) ? { cause: error } : {}), details: { provider } })
  }
  // busy and unavailable: RFC 4511 §A.2
  if (code === 51 || code === 52)
    return new AuthError('ProviderUnavailable', `The directory has no time for ${step}.`, { details: { provider, code } })
  return new AuthError('Configuration', `The directory refused ${step}${hints[code] ?? ''}.`, { details: { provider, code } })
}

const hints: Readonly<Record<number, string>> = {
  1: ': it may want a `search.bindDn`',
  4: ': it has more to say than it may',
  8: ': it wants TLS, `ldaps://` or `startTLS`',
  13: ': it wants TLS, `ldaps://` or `startTLS`',
  32: ': there is no such base, or it may not be seen',
  49: ': `search.bindDn` or `search.bindPassword` is wrong',
  53: ': it may want a `search.bindDn`',
}

/** RFC 4511 §4.1.10: somebody else is said to know. Who that is, an answer on the way could have made up; a password goes nowhere else. */
export function isReferral(error: unknown): boolean {
  return resultCode(error) === 10
}

/** ldapts gives results a number for a code, Node its errors a word. */
function resultCode(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'number' ? code : undefined
}

function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    typeof (error as { code?: unknown }).code === 'string' ||
    /^(Connection|Socket error|\w+Request: Operation timed out)/.test(error.message)
  )
}
