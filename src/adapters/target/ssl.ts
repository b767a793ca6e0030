import { builtin } from '../../base/builtin.js'
import { AuthError } from '../../base/errors.js'
import type { ServerTarget, Ssl } from './kinds.js'
import { invalid } from './refusal.js'
import { isOff, isOn, text, type Wishes } from './wishes.js'

type Found = { -readonly [K in keyof Ssl]?: Ssl[K] | undefined }

/**
 * Encrypted means verified, too. `sslmode=require` of libpq, and `REQUIRED` of MySQL, encrypt for whoever answers, which keeps out
 * nobody who can stand between; yet hosts write it into the URLs they hand out, and their certificates are good. So every mode but
 * `disable` verifies, `prefer` and `verify-ca` as well, as `pg` reads them; and who wants less has to say so: `sslmode=no-verify`,
 * `sslaccept=accept_invalid_certs`, `ssl={"rejectUnauthorized":false}`, `trustServerCertificate=true`.
 */
export function readSsl(kind: ServerTarget['kind'], wishes: Wishes, encrypt: unknown): Ssl {
  const found: Found = {}
  readSetting(wishes.take('ssl'), found)
  readSetting(wishes.take('tls'), found)
  readEncrypt(encrypt, found)
  readSetting(wishes.take('sslmode'), found)
  readSetting(wishes.take('sslaccept'), found)
  if (isOn(wishes.take('trustservercertificate')) || isOff(wishes.take('rejectunauthorized'))) found.verify = false
  readFiles(wishes, found)
  // Asks `pg` for the semantics of libpq, which are the weaker ones.
  wishes.take('uselibpqcompat')
  const { mode = kind === 'mssql' || found.verify === false || found.caFile ? 'on' : 'off', verify = true, ...rest } = found
  return { mode, verify, ...(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Ssl>) }
}

/** `true`, a name of a mode of any database, an object, or JSON of it. */
function readSetting(value: unknown, found: Found): void {
  if (value === undefined) return
  const word = String(value).trim().toLowerCase()
  const inner = typeof value === 'object' ? value : word.startsWith('{') ? parse(String(value)) : undefined
  if (inner) readObject(inner as Readonly<Record<string, unknown>>, found)
  found.mode = isOff(value) || /^disabled?$/.test(word) ? 'off' : 'on'
  if (word === 'no-verify' || word === 'accept_invalid_certs') found.verify = false
}

function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>>
  } catch {
    throw invalid('`ssl` in the `database` URL is no JSON. Write `ssl=true`, or `ssl={"rejectUnauthorized":true}`.')
  }
}

function readObject({ rejectUnauthorized, ca, cert, key, servername }: Readonly<Record<string, unknown>>, found: Found): void {
  if (isOff(rejectUnauthorized)) found.verify = false
  found.ca = pem(ca, 'ca')
  found.cert = pem(cert, 'cert')
  found.key = pem(key, 'key')
  found.servername = text(servername, 'ssl.servername')
}

/** A text, its bytes, or a list of them. In an environment variable, line breaks tend to have become `\n`. */
function pem(value: unknown, name: string): string | undefined {
  if (Array.isArray(value)) return value.map((one) => pem(one, name)).join('\n')
  const read = value instanceof Uint8Array ? new TextDecoder().decode(value) : text(value, `ssl.${name}`)
  if (read === undefined || read.includes('-----BEGIN ')) return read?.replaceAll('\\n', '\n')
  throw invalid(`\`ssl.${name}\` of the database is the text of a PEM file (\`-----BEGIN …\`), not its path.`)
}

/** How SQL Server asks; Prisma and tedious have words of their own for no. */
function readEncrypt(value: unknown, found: Found): void {
  if (value === undefined) return
  found.mode = isOff(value) || /^(optional|danger_plaintext|disable)$/i.test(String(value)) ? 'off' : 'on'
}

/** `sslcert` is the client's certificate, with its `sslkey`; without one, it is how Prisma calls that of the authority. */
function readFiles(wishes: Wishes, found: Found): void {
  const root = text(wishes.take('sslrootcert') ?? wishes.take('sslca'), 'sslrootcert')
  const cert = text(wishes.take('sslcert'), 'sslcert')
  const key = text(wishes.take('sslkey'), 'sslkey')
  // `system` is how libpq calls the authorities that Node.js trusts anyway.
  found.caFile = root === 'system' ? undefined : (root ?? (key === undefined ? cert : undefined))
  if (key === undefined) return
  found.certFile = cert
  found.keyFile = key
}

/** With the texts of the files that the URL named. To be called when a connection is opened: a build has no certificates. */
export function readCertificates({ caFile, certFile, keyFile, ...ssl }: Ssl): Ssl {
  const read = (file: string): string => {
    try {
      const fs = builtin('node:fs')
      if (fs) return fs.readFileSync(file, 'utf8')
    } catch {
      // Said below, without the path: it came out of a URL.
    }
    throw new AuthError(
      'InvalidOption',
      'A certificate that the `database` URL names (`sslrootcert`, `sslcert`, `sslkey`) cannot be read.',
      {
        details: { option: 'database' },
      },
    )
  }
  return { ...ssl, ...(caFile && { ca: read(caFile) }), ...(certFile && { cert: read(certFile) }), ...(keyFile && { key: read(keyFile) }) }
}
