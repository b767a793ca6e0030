import { AuthError } from '../../base/errors.js'

/** The parts of `Name <address>`, for services that want them apart. */
export function senderAddress(from: string): { name: string | undefined; address: string; domain: string } {
  const [, quoted, plain, bracketed, bare] = /^\s*(?:(?:"([^"]*)"|([^"<>]*?))\s*<([^<>\s]+)>|([^<>\s]+))\s*$/.exec(from) ?? []
  const address = bracketed ?? bare ?? ''
  const [local, domain] = address.split('@')
  if (!local || !domain) throw new AuthError('InvalidOption', 'Option `from` is no address: write `Name <address>`, or an address.')
  return { name: (quoted ?? plain) || undefined, address, domain }
}
