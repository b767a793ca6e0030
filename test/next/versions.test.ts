import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Identity, startIdentity } from '../identity.js'
import { location, throughService, type Visitor, visitor } from '../visitor.js'
import { buildAloud, develop, prepare, type Running, start, type Variant } from './harness.js'

/**
 * One application for every Next that is supported: both routers, and a middleware on the edge runtime that imports the whole
 * configuration. A client that speaks HTTP is enough here; real browsers are in `main.test.ts`.
 */
const variants: [name: string, variant: Variant][] = [
  ['Next 13.5, webpack', { app: 'whole', next: '13', bundler: 'webpack' }],
  ['Next 14.2, webpack', { app: 'whole', next: '14', bundler: 'webpack' }],
  ['Next 15.5, webpack', { app: 'whole', next: '15', bundler: 'webpack' }],
  ['Next 16, Turbopack', { app: 'whole', next: '16', bundler: 'turbopack' }],
]

/** Where nobody answers; only that they are configured counts here. */
const services = {
  LDAP_URL: 'ldaps://127.0.0.1:1',
  MAIL_SERVER: 'smtp://127.0.0.1:1',
  GITHUB_ID: 'github-id',
  GITHUB_SECRET: 'github-secret',
  GOOGLE_ID: 'google-id',
  GOOGLE_SECRET: 'google-secret',
}

const data = mkdtempSync(join(tmpdir(), 'next-auth-'))
let identity: Identity
beforeAll(async () => {
  identity = await startIdentity()
})
afterAll(async () => {
  await identity?.close()
  rmSync(data, { recursive: true, force: true })
})

const web = { handle: (request: Request): Promise<Response> => fetch(request, { redirect: 'manual' }) }
const open = (running: Running, basePath?: string): Visitor => visitor(web, running.origin, basePath)

const signIn = (someone: Visitor): Promise<Response> => someone.post('/callback/credentials', { username: 'ann', password: 'right' })
const json = async (someone: Visitor, path: string): Promise<unknown> => (await someone.send(path)).json()
const text = async (someone: Visitor, path: string): Promise<string> => (await someone.send(path)).text()

/** What a build says that nobody has to do anything about. */
const harmless = [
  /No build cache found/,
  /edge runtime on a page currently disables static generation/,
  /"middleware" file convention is deprecated/,
  /Edge Runtime is deprecated/,
]

const complaints = (printed: string): string[] =>
  printed.split('\n').filter((line) => /warn|⚠|error|node:|not supported/i.test(line) && !harmless.some((known) => known.test(line)))

describe.each(variants)('%s', (_name, variant) => {
  let place: string
  let printed: string
  beforeAll(() => {
    ;({ place, printed } = buildAloud(variant, inject('packed' as never)))
  })

  const run = (strategy: string): Promise<Running> => {
    const database = `sqlite:${join(data, `${variant.next}-${strategy}.db`)}`
    return start(place, { ...services, STRATEGY: strategy, DATABASE_URL: database, IDP_ISSUER: identity.issuer }, database)
  }

  test('builds without a warning', () => {
    expect(complaints(printed)).toEqual([])
  })

  describe('sessions in tokens', () => {
    let running: Running
    beforeAll(async () => {
      running = await run('jwt')
    })
    afterAll(() => running?.stop())

    test('whoever signed in is known to both routers and to the middleware, until sign-out', async () => {
      const ann = open(running)
      expect((await ann.send('/guarded')).status).toBe(307)
      expect((await ann.send('/v4/guarded')).status).toBe(307)
      expect((await signIn(ann)).headers.get('location')).toBe(`${running.origin}/`)
      expect((await ann.session()).user.name).toBe('ann')
      expect(await json(ann, '/api/who')).toEqual({ name: 'ann', greeting: 'Hello, ann' })
      expect(await text(ann, '/classic')).toMatch(/id="classic"[^>]*>ann</)
      expect(await text(ann, '/')).toMatch(/id="server"[^>]*>ann</)
      expect(await json(ann, '/api/required')).toEqual({ name: 'ann', NextAuth: 'function' })
      expect(await text(ann, '/required')).toMatch(/id="required"[^>]*>ann</)
      expect(await json(ann, '/edge-who')).toEqual({ name: 'ann', runtime: 'edge' })
      expect(await json(ann, '/token')).toEqual({ name: 'ann', runtime: 'edge' })
      expect(await text(ann, '/guarded')).toContain('Behind the middleware')
      expect(await text(ann, '/v4/guarded')).toContain('Behind withAuth')
      await ann.post('/signout')
      expect(await ann.session()).toBeNull()
      expect((await ann.send('/guarded')).status).toBe(307)
      expect(await text(ann, '/')).toMatch(/id="server"[^>]*>nobody</)
    })

    test.each(['/app-auth', '/edge-auth'])('the App Router answers at %s: a page, a password, OpenID Connect', async (basePath) => {
      const ann = open(running, basePath)
      expect(await (await ann.get('/signin')).text()).toContain('Test Identity')
      await signIn(ann)
      expect((await ann.session()).user.name).toBe('ann')
      await ann.post('/signout')
      expect(await ann.session()).toBeNull()
      const { pathname, search } = await throughService(location(await ann.post('/signin/idp')))
      expect(pathname).toBe(`${basePath}/callback/idp`)
      expect(location(await ann.send(pathname + search)).origin).toBe(running.origin)
      expect((await ann.session()).user.name).toBe('Ann Example')
    })
  })

  describe('sessions in the database', () => {
    let running: Running
    beforeAll(async () => {
      running = await run('database')
    })
    afterAll(() => running?.stop())

    test('are read on Node.js; on the edge runtime a sentence says why not', async () => {
      const ann = open(running)
      await signIn(ann)
      expect((await ann.session()).user.name).toBe('ann')
      expect(await json(ann, '/api/who')).toEqual({ name: 'ann', greeting: null })
      expect(await text(ann, '/')).toMatch(/id="server"[^>]*>ann</)
      for (const path of ['/guarded', '/edge-who']) {
        const before = running.output().length
        expect((await ann.send(path)).status, path).toBe(500)
        expect(running.output().slice(before), path).toContain('A database is out of reach for the edge runtime.')
      }
    })
  })
})

describe('Next 15.5, with its middleware on Node.js', () => {
  const middleware = `export { auth as middleware } from './auth'

export const config = { runtime: 'nodejs', matcher: ['/guarded'] }
`
  let running: Running
  beforeAll(async () => {
    const files = { 'middleware.ts': middleware }
    const { place } = buildAloud({ app: 'whole', next: '15', bundler: 'webpack', files }, inject('packed' as never))
    const database = `sqlite:${join(data, 'middleware.db')}`
    running = await start(place, { ...services, STRATEGY: 'database', DATABASE_URL: database }, database)
  })
  afterAll(() => running?.stop())

  test('sessions in the database are read there, too', async () => {
    const ann = open(running)
    expect((await ann.send('/guarded')).status).toBe(307)
    await signIn(ann)
    expect(await text(ann, '/guarded')).toContain('Behind the middleware')
  })
})

describe('Next 14.2, as it is developed with', () => {
  let running: Running
  beforeAll(async () => {
    const place = prepare({ app: 'whole', next: '14', bundler: 'webpack' }, inject('packed' as never))
    const database = `sqlite:${join(data, 'dev.db')}`
    running = await develop(place, { ...services, STRATEGY: 'jwt', DATABASE_URL: database }, database)
  })
  afterAll(() => running?.stop())

  test('routes, pages and middleware are compiled when they are asked for, and agree', async () => {
    const ann = open(running)
    expect((await ann.send('/guarded')).status).toBe(307)
    await signIn(ann)
    expect((await ann.session()).user.name).toBe('ann')
    expect(await text(ann, '/classic')).toMatch(/id="classic"[^>]*>ann</)
    expect(await text(ann, '/')).toMatch(/id="server"[^>]*>ann</)
    expect(await text(ann, '/guarded')).toContain('Behind the middleware')
    await ann.post('/signout')
    expect(await ann.session()).toBeNull()
  })
})
