/**
 * A provider of our own on 127.0.0.1, in a process of its own: the same for everybody, with a fixed key pair. A code carries what it
 * stands for, so it keeps nothing. The time that requests to it are under way is measured here, to be taken off.
 */
import { fork } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { now } from './measure.js'
import { client } from './world.js'

const here = fileURLToPath(import.meta.url)
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (text) => JSON.parse(Buffer.from(text, 'base64url').toString())

/** @returns {Promise<{ origin: string, stop(): void }>} */
export function startProvider() {
  const child = fork(here, ['serve'])
  return new Promise((resolve, reject) => {
    child.once('message', ({ origin }) => resolve({ origin, stop: () => child.kill() }))
    child.once('exit', (code) => reject(new Error(`the provider ended with ${code}`)))
  })
}

/** The answer that the provider's pages would send the browser back with. */
export function answerTo(location, who) {
  const { searchParams } = new URL(location)
  const back = new URL(searchParams.get('redirect_uri'))
  back.searchParams.set('code', encode({ ...who, nonce: searchParams.get('nonce') ?? undefined }))
  if (searchParams.has('state')) back.searchParams.set('state', searchParams.get('state'))
  return back.pathname + back.search
}

/** Counts requests that leave this process, by `fetch` and by `node:http`, and the time with one under way. */
export function watchRequests() {
  const seen = { requests: [], time: { wall: 0, cpu: 0 } }
  let under = 0
  let since = now()
  const enter = (url) => {
    seen.requests.push(url)
    if (under++ === 0) since = now()
  }
  const leave = () => {
    if (--under > 0) return
    const { wall, cpu } = now()
    seen.time.wall += wall - since.wall
    seen.time.cpu += cpu - since.cpu
  }
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    enter(new URL(input.url ?? input).pathname)
    try {
      const response = await real(input, init)
      const { status, headers, url } = response
      return Object.defineProperty(new Response(await response.arrayBuffer(), { status, headers }), 'url', { value: url })
    } finally {
      leave()
    }
  }
  diagnostics.subscribe('http.client.request.start', ({ request }) => enter(request.path))
  diagnostics.subscribe('http.client.response.finish', ({ response }) => response.prependOnceListener('end', leave))
  return seen
}

if (process.argv[1] === here && process.argv[2] === 'serve') serve()

function serve() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = answer(request, Buffer.concat(chunks).toString())
    response
      .writeHead(body ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body ?? {}))
  })
  const answer = (request, form) => {
    const origin = `http://127.0.0.1:${server.address().port}`
    const path = request.url.split('?')[0]
    if (path === '/.well-known/openid-configuration') return description(origin)
    if (path === '/jwks') return { keys: [jwk] }
    if (path === '/userinfo') return profileOf(decode(request.headers.authorization.split(' ')[1]))
    if (!path.endsWith('/token')) return undefined
    const who = decode(new URLSearchParams(form).get('code'))
    const tokens = { access_token: encode({ sub: who.sub }), token_type: 'Bearer', expires_in: 3600, scope: 'profile' }
    return path === '/plain/token' ? tokens : { ...tokens, id_token: idToken(who, origin) }
  }
  const idToken = ({ sub, nonce }, origin) => {
    const now = Math.floor(Date.now() / 1000)
    const text = `${encode({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${encode({ ...profileOf({ sub }), iss: origin, aud: client.id, iat: now, exp: now + 3600, nonce })}`
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
  }
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1', () => process.send({ origin: `http://127.0.0.1:${server.address().port}` }))
  process.on('disconnect', () => process.exit())
}

const profileOf = ({ sub }) => ({
  sub,
  name: 'Ann',
  email: `${sub}@example.com`,
  email_verified: true,
  picture: 'https://example.com/ann.png',
})

const description = (origin) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  userinfo_endpoint: `${origin}/userinfo`,
  jwks_uri: `${origin}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
})
