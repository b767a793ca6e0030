import { parseExactly } from '../exact-json.js'
import { CheckFailed } from '../failure.js'

/** The profile: one signed GET, one JSON object whose large numbers keep their digits. */
export async function askSignedProfile(url: string, signed: typeof globalThis.fetch): Promise<Record<string, unknown>> {
  const response = await signed(url, { headers: { accept: 'application/json' } })
  if (response.status !== 200) throw new CheckFailed(`The profile could not be read: status ${response.status}.`)
  const answer = parseExactly(await response.text())
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new CheckFailed('The profile is not a JSON object.')
  return answer as Record<string, unknown>
}
