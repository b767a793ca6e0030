/**
 * One token written, read, and read again, beside `jose`, in alternating rounds: `node bench/micro/token.js [rounds]`.
 * One operation takes microseconds, so only ratios within a run count.
 * The built package: `npm run build` first, or a folder's URL in `BENCH_DIST`.
 */
import { webcrypto } from 'node:crypto'
import { EncryptJWT, jwtDecrypt, jwtVerify, SignJWT } from 'jose'
import { alternate, median } from '../measure.js'

const built = (path) => new URL(path, process.env.BENCH_DIST ?? new URL('../../dist/', import.meta.url)).href
const { createKeyring } = await import(built('crypto/keys.js'))
const { createTokenCodec } = await import(built('jwt/token-codec.js'))

const rounds = Number(process.argv[2] ?? 9)
const audience = 'https://app.example/api/auth'
const claims = {
  name: 'Ann',
  email: 'ann@example.com',
  picture: 'https://app.example/ann.png',
  sub: '018f-ann',
  sid: 'AAAAAAAAAAAAAAAAAAAAAA',
  provider: 'github',
  amr: ['pwd'],
}
const here = () => ({ now: Date.now(), audience })
const raw = (length) => new Uint8Array(length).fill(7)

/** What the site does: every check of the claims is in it. */
function ours({ encryption, remember }) {
  const codec = createTokenCodec({ keyring: createKeyring(['a secret for measuring, and for nothing else']), encryption, remember })
  const encode = () => codec.encode(claims, { ...here(), maxAge: 3600 })
  return { name: remember ? 'ours, remembered' : 'ours', encode, decode: (token) => codec.decode(token, here()) }
}

/** `jose` at its best: keys imported once, one key for all tokens. */
async function theirs({ encryption }) {
  const { subtle } = webcrypto
  const key = encryption
    ? await subtle.importKey('raw', raw(32), 'AES-GCM', false, ['encrypt', 'decrypt'])
    : await subtle.importKey('raw', raw(64), { name: 'HMAC', hash: 'SHA-512' }, false, ['sign', 'verify'])
  const jwt = (Kind, header) =>
    new Kind({ ...claims }).setProtectedHeader(header).setAudience(audience).setIssuedAt().setExpirationTime('1h')
  return {
    name: 'jose',
    encode: () => (encryption ? jwt(EncryptJWT, { alg: 'dir', enc: 'A256GCM' }).encrypt(key) : jwt(SignJWT, { alg: 'HS512' }).sign(key)),
    decode: async (token) =>
      (await (encryption ? jwtDecrypt(token, key, { audience }) : jwtVerify(token, key, { audience, algorithms: ['HS512'] }))).payload,
  }
}

/** @param {{ encode: () => any, decode: (token: string) => any, name: string }} codec */
function reading({ name, encode, decode }) {
  return {
    name,
    prepare: async (count) => {
      const token = await encode()
      return Array.from({ length: count }, () => token)
    },
    run: (token) => {
      const found = decode(token)
      return found instanceof Promise ? found.then(check) : check(found)
    },
  }
}

const writing = ({ name, encode }) => ({ name, prepare: (count) => Array.from({ length: count }), run: () => encode() })

function check(found) {
  if (found?.sub !== claims.sub) throw new Error('The token was not read.')
}

for (const encryption of [false, true]) {
  const form = encryption ? 'JWE dir A256GCM' : 'JWS HS512'
  const [fresh, remembered, jose] = [
    ours({ encryption, remember: false }),
    ours({ encryption, remember: true }),
    await theirs({ encryption }),
  ]
  const rows = { read: [reading(fresh), reading(remembered), reading(jose)], write: [writing(fresh), writing(jose)] }
  for (const [row, contestants] of Object.entries(rows)) {
    const times = await alternate(contestants, { rounds, slot: 50, row, most: 5000 })
    const theirTimes = times.get('jose') ?? []
    for (const [name, own] of times) {
      const ratio = median(own.map((time, round) => theirTimes[round] / time))
      console.log(
        `${form.padEnd(16)} ${row.padEnd(6)} ${name.padEnd(17)} ${median(own).toFixed(1).padStart(7)} µs   jose takes ${ratio.toFixed(1)}×`,
      )
    }
  }
}
