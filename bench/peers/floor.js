/**
 * The floor: what the same work costs in a hand-written handler on `node:crypto`, with keys kept, nothing re-issued, no options,
 * no callbacks and none of the checks a library owes its users.
 */
import { createCipheriv, createHash, createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { client, maxAge, origin, person, secret } from '../world.js'

const name = 'session'

export async function create({ provider }) {
  const key = (purpose, length) => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, length)))
  const keys = { session: key('session', 64), csrf: key('csrf', 32), transaction: key('transaction', 32) }
  const respond = (body, headers = {}, status = 200) =>
    new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', 'cache-control': 'private, no-store', ...headers },
    })
  const routes = {
    'GET /api/auth/session': (request) => respond(sessionOf(read(request.headers.get('cookie'), name), keys.session)),
    'GET /api/auth/csrf': () => {
      const token = randomBytes(16).toString('base64url')
      const value = `${token}.${createHmac('sha256', keys.csrf).update(token).digest('base64url')}`
      return respond({ csrfToken: value }, { 'set-cookie': cookie('csrf', value) })
    },
    'GET /api/auth/providers': () =>
      respond({
        plain: { id: 'plain', name: 'Plain', type: 'oauth' },
        credentials: { id: 'credentials', name: 'Credentials', type: 'credentials' },
      }),
    'POST /api/auth/signin/plain': async (request) => {
      checkForm(new URLSearchParams(await request.text()), request, keys)
      const transaction = { state: token32(), verifier: token32(), at: Date.now() }
      const query = new URLSearchParams({
        client_id: client.id,
        response_type: 'code',
        redirect_uri: `${origin}/api/auth/callback/plain`,
        state: transaction.state,
        code_challenge: createHash('sha256').update(transaction.verifier).digest('base64url'),
        code_challenge_method: 'S256',
      })
      return respond(
        undefined,
        { location: `${provider}/authorize?${query}`, 'set-cookie': cookie('transaction', seal(transaction, keys.transaction)) },
        303,
      )
    },
    'POST /api/auth/callback/credentials': async (request) => {
      const form = new URLSearchParams(await request.text())
      checkForm(form, request, keys)
      if (form.get('password') !== 'right') return respond({ error: 'CredentialsSignin' }, {}, 401)
      return respond(
        undefined,
        {
          location: origin,
          'set-cookie': cookie(name, sign({ ...person, sub: person.id, exp: Math.floor(Date.now() / 1000) + maxAge }, keys.session)),
        },
        303,
      )
    },
  }
  return {
    name: 'floor',
    handle: async (request) => routes[`${request.method} ${new URL(request.url).pathname}`](request),
    paths: { session: '/api/auth/session', csrf: '/api/auth/csrf', providers: '/api/auth/providers' },
    forms: true,
    userOf: (answered) => answered?.user ?? null,
    serverRead:
      ({ headers }) =>
      async () =>
        sessionOf(read((await headers()).get('cookie'), name), keys.session),
  }
}

const token32 = () => randomBytes(32).toString('base64url')
const cookie = (key, value) => `${key}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax`

function read(header, key) {
  for (const pair of (header ?? '').split('; ')) if (pair.startsWith(`${key}=`)) return pair.slice(key.length + 1)
}

function sign(claims, key) {
  const text = `${Buffer.from('{"alg":"HS512"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${text}.${createHmac('sha512', key).update(text).digest('base64url')}`
}

function sessionOf(token, key) {
  if (!token) return null
  const dot = token.lastIndexOf('.')
  const expected = createHmac('sha512', key).update(token.slice(0, dot)).digest()
  const given = Buffer.from(token.slice(dot + 1), 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const { exp, id, name, email, image } = JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, dot), 'base64url').toString())
  return exp * 1000 > Date.now() ? { user: { id, name, email, image }, expires: new Date(exp * 1000).toISOString() } : null
}

function checkForm(form, request, { csrf }) {
  const token = form.get('csrfToken') ?? ''
  const [random] = token.split('.')
  const good = `${random}.${createHmac('sha256', csrf).update(random).digest('base64url')}`
  if (
    token !== read(request.headers.get('cookie'), 'csrf') ||
    token.length !== good.length ||
    !timingSafeEqual(Buffer.from(token), Buffer.from(good))
  )
    throw new Error('csrf')
}

function seal(value, key) {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return Buffer.concat([iv, cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}
