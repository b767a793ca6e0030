import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { OAuth1Provider } from '../../src/providers/contract.js'
import { makeCertificate } from '../../tools/services/certificate.js'

export interface OAuthlib {
  readonly url: string
  /** PKCS #8 in PEM; the service knows the public half. */
  readonly privateKey: string
  provider(more?: Partial<OAuth1Provider>): OAuth1Provider
  close(): Promise<void>
}

/** Debian's own, which is the one that `python3-oauthlib` is for. */
const python = '/usr/bin/python3'

/** Why the service cannot run here. */
export function whyNoOAuthlib(): string | undefined {
  if (!existsSync('/usr/lib/python3/dist-packages/oauthlib')) return 'python3-oauthlib is not installed'
  return spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed'
}

/** An OAuth 1 service by `oauthlib`, over TLS on this machine. Until it is closed, this process trusts its certificate. */
export async function oauthlib(): Promise<OAuthlib> {
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
  const { ca, cert, key } = makeCertificate(folder)
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  writeFileSync(join(folder, 'rsa.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }))
  const script = join(import.meta.dirname, 'oauthlib-server.py')
  const child = spawn(python, [script, cert, key, join(folder, 'rsa.pem')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const port = Number(String((await Promise.race([once(child.stdout, 'data'), ended]))[0]))
  if (child.exitCode !== null) throw new Error(`The service by oauthlib ended with ${child.exitCode}.`)
  const trusted = getCACertificates('default')
  setDefaultCACertificates([...trusted, readFileSync(ca, 'utf8')])
  const url = `https://127.0.0.1:${port}`
  return {
    url,
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    provider: (more = {}) => ({
      id: 'lib',
      name: 'Lib',
      type: 'oauth1',
      clientId: 'client0123456789abcdef',
      clientSecret: 'secret / + & 0123456789 é',
      requestToken: { url: `${url}/initiate` },
      authorization: { url: `${url}/authorize` },
      accessToken: { url: `${url}/token` },
      userinfo: { url: `${url}/photos` },
      ...more,
    }),
    async close() {
      child.stdin.end()
      await ended
      setDefaultCACertificates(trusted)
      rmSync(folder, { recursive: true })
    },
  }
}
