import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../src/base/types.js'
import type { OAuth1Provider, Provider } from '../../src/providers/contract.js'
import Providers, { Discogs, Flickr, OAuth1, Trello, Tumblr, Twitter } from '../../src/providers/index.js'
import { json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { type OAuth1Double, oauth1Double } from '../providers/oauth1-double.js'
import { ask, begin, bring, errorOf, signIn, walk } from '../providers/walk.js'

let one: OAuth1Double
beforeAll(async () => {
  one = await oauth1Double()
})
afterAll(() => one.close())
beforeEach(() => one.behave())

interface Service {
  // biome-ignore lint/suspicious/noExplicitAny: services with profiles of every shape
  readonly make: (options?: any) => OAuth1Provider<any>
  /** Endpoints, and what they are asked. */
  readonly places: readonly [requestToken: string, authorization: string, accessToken: string, profile: string]
  readonly profile: unknown
  /** What comes with the token. */
  readonly extra?: Record<string, string>
  readonly user: Partial<User> & { emailVerified: unknown }
  readonly accountId: string
}

/**
 * People and numbers are made up. Above each service stands its own page, and what was seen there on 2026-11-28; the rest was not confirmed.
 */
const services: Record<string, Service> = {
  // https://docs.x.com/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens: the names and methods of the first two endpoints
  // and the name of the third. Not seen: `verify_credentials` and its answer.
  twitter: {
    make: Twitter,
    places: [
      'POST https://api.x.com/oauth/request_token',
      'https://api.x.com/oauth/authenticate',
      'POST https://api.x.com/oauth/access_token',
      'https://api.x.com/1.1/account/verify_credentials.json?include_email=true&skip_status=true',
    ],
    profile:
      '{"id":1234567890123456789,"id_str":"1234567890123456789","name":"Ann","screen_name":"ann","email":"ann@example.com","profile_image_url_https":"https://pbs.example/1/x_normal.jpg"}',
    extra: { user_id: '1234567890123456789', screen_name: 'ann' },
    user: { name: 'Ann', email: 'ann@example.com', image: 'https://pbs.example/1/x.jpg', emailVerified: expect.any(Date) },
    accountId: '1234567890123456789',
  },
  // https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/: that there is OAuth 1.0; `/1/members/me` in other public code.
  // Not seen: the three endpoints of OAuth and the member's fields.
  trello: {
    make: Trello,
    places: [
      'POST https://trello.com/1/OAuthGetRequestToken',
      'https://trello.com/1/OAuthAuthorizeToken?scope=read',
      'POST https://trello.com/1/OAuthGetAccessToken',
      'https://api.trello.com/1/members/me?fields=username%2CfullName%2CavatarUrl%2Cemail%2Cconfirmed',
    ],
    profile: {
      id: '5abbe4b7ddc1b351ef961414',
      username: 'ann',
      fullName: 'Ann Example',
      avatarUrl: 'https://members.example/5abb/f00',
      email: 'ann@example.com',
      confirmed: true,
    },
    user: {
      name: 'Ann Example',
      email: 'ann@example.com',
      image: 'https://members.example/5abb/f00/170.png',
      emailVerified: expect.any(Date),
    },
    accountId: '5abbe4b7ddc1b351ef961414',
  },
  // https://github.com/tumblr/docs/blob/master/api.md: the first endpoint and its method, the envelope of answers, `/user/info`, and that a
  // blog's `uuid` outlives its name. Not seen: the two other endpoints and the fields of a user.
  tumblr: {
    make: Tumblr,
    places: [
      'POST https://www.tumblr.com/oauth/request_token',
      'https://www.tumblr.com/oauth/authorize',
      'GET https://www.tumblr.com/oauth/access_token',
      'https://api.tumblr.com/v2/user/info',
    ],
    profile: {
      meta: { status: 200, msg: 'OK' },
      response: {
        user: {
          name: 'ann',
          blogs: [
            { name: 'shared', uuid: 't:shared', primary: false },
            { name: 'ann', uuid: 't:0aY0xL2Fi1OFJg4YxpmegQ', primary: true },
          ],
        },
      },
    },
    user: { name: 'ann', email: null, image: 'https://api.tumblr.com/v2/blog/t:0aY0xL2Fi1OFJg4YxpmegQ/avatar/512', emailVerified: null },
    accountId: 't:0aY0xL2Fi1OFJg4YxpmegQ',
  },
  // https://www.flickr.com/services/api/auth.oauth.html: the three steps; the first two endpoints and `perms` in other public pages.
  // Not seen: the third endpoint and the answer of `flickr.test.login`.
  flickr: {
    make: Flickr,
    places: [
      'GET https://www.flickr.com/services/oauth/request_token',
      'https://www.flickr.com/services/oauth/authorize?perms=read',
      'GET https://www.flickr.com/services/oauth/access_token',
      'https://api.flickr.com/services/rest?method=flickr.test.login&format=json&nojsoncallback=1',
    ],
    profile: { stat: 'ok', user: { id: '12345678@N00', username: { _content: 'ann' }, path_alias: null } },
    extra: { fullname: 'Ann Example', user_nsid: '12345678@N00', username: 'ann' },
    user: { name: 'Ann Example', email: null, image: null, emailVerified: null },
    accountId: '12345678@N00',
  },
  // https://www.discogs.com/developers/: `/oauth/identity` in other public code. Not seen: the three endpoints of OAuth and the answer's fields.
  discogs: {
    make: Discogs,
    places: [
      'GET https://api.discogs.com/oauth/request_token',
      'https://www.discogs.com/oauth/authorize',
      'POST https://api.discogs.com/oauth/access_token',
      'https://api.discogs.com/oauth/identity',
    ],
    profile: { id: 1, username: 'ann', resource_url: 'https://api.discogs.com/users/ann', consumer_name: 'app' },
    user: { name: 'ann', email: null, image: null, emailVerified: null },
    accountId: '1',
  },
}

describe.each(Object.entries(services))('%s', (id, { make, places, profile, extra = {}, user, accountId }) => {
  const local = () => make(one.here())
  beforeEach(() => {
    one.profile = typeof profile === 'string' ? profile : JSON.stringify(profile)
    one.extra = extra
  })

  test('a new user, and the same one again', async () => {
    const users: unknown[] = []
    const accounts: unknown[] = []
    const { someone, errors } = walk({
      providers: [local()],
      events: {
        createUser: (told) => {
          users.push(told.user)
        },
        signIn: ({ account }) => {
          accounts.push(account?.providerAccountId)
        },
      },
    })
    for (let i = 0; i < 2; i++) expect(errorOf(await signIn(someone, id))).toBeNull()
    expect(errors).toEqual([])
    expect(users).toEqual([expect.objectContaining(user)])
    expect(accounts).toEqual([accountId, accountId])
  })

  test('asks at these addresses, by these methods', async () => {
    const asked: string[] = []
    const provider = make({ clientId: 'k', clientSecret: 's' })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push(`${init?.method} ${String(input)}`)
      const body = asked.length < 3 ? 'oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true' : one.profile
      return new Response(body)
    }
    const { someone } = walk({ providers: [provider], fetch })
    const url = await begin(someone, id)
    url.searchParams.delete('oauth_token')
    await someone.get(`/callback/${id}?oauth_token=t&oauth_verifier=v`)
    expect([asked[0], url.href, asked[1], asked[2]?.replace(/^GET /, '')]).toEqual(places)
  })

  test('a visitor who says no', async () => {
    const { someone, calls } = walk({ providers: [local()] })
    const { path, method, fields } = await ask(await begin(someone, id))
    const response = await bring(someone, { path, method, fields: { denied: fields.oauth_token as string } })
    expect(errorOf(response)).toBe('OAuthDenied')
    expect(calls).toEqual(['fetch /request_token'])
  })

  test('an endpoint for tokens that fails', async () => {
    one.faults.instead = { '/access_token': (response) => response.writeHead(503).end('oops') }
    const { someone, calls } = walk({ providers: [local()] })
    expect(errorOf(await signIn(someone, id))).toBe('OAuthCallbackError')
    expect(calls).toEqual(['fetch /request_token', 'fetch /access_token'])
  })

  test.each([
    '{}',
    '[]',
    'null',
    '<html>',
    '{"stat":"fail","code":98,"user":null,"data":{}}',
    '{"id":null,"response":{"user":{"name":"ann","blogs":[]}}}',
  ])('a profile that is %s is nobody', async (text) => {
    one.profile = text
    const { someone } = walk({ providers: [local()] })
    expect(errorOf(await signIn(someone, id))).toBe('OAuthCallbackError')
    expect(await someone.session()).toBeNull()
  })

  test('the factory is enough, and makes a new provider each time', () => {
    const options = { clientId: 'k' }
    expect(make(options)).toMatchObject({ id, type: 'oauth1', options })
    expect(make().authorization).not.toBe(make().authorization)
    const entry: () => Provider = make
    expect(() => walk({ providers: [entry] })).toThrow(new RegExp(`AUTH_${id.toUpperCase()}_ID`))
  })
})

describe('what is peculiar', () => {
  async function userBy(provider: Provider, profile: object): Promise<unknown> {
    one.profile = JSON.stringify(profile)
    let made: unknown
    const { someone } = walk({
      providers: [provider],
      events: {
        createUser: ({ user }) => {
          made = user
        },
      },
    })
    await signIn(someone, provider.id)
    return made
  }

  test.each([
    ['no address', {}],
    ['an address that is not confirmed', { email: null }],
  ])('X with %s', async (_what, more) => {
    const profile = { id_str: '7', name: 'Ann', screen_name: 'ann', profile_image_url_https: 'https://pbs.example/x.png', ...more }
    const made = await userBy(Twitter(one.here()), profile)
    expect(made).toMatchObject({ email: null, emailVerified: null, image: 'https://pbs.example/x.png' })
  })

  test.each([
    [false, null],
    ['true', null],
    [true, expect.any(Date)],
  ])('Trello: `confirmed` is %j', async (confirmed, emailVerified) => {
    const profile = { id: 'x', username: 'ann', fullName: '', avatarUrl: null, email: 'ann@example.com', confirmed }
    expect(await userBy(Trello(one.here()), profile)).toMatchObject({ name: 'ann', email: 'ann@example.com', image: null, emailVerified })
  })

  test('Trello: what the application adds to the address stands beside ours', async () => {
    const { someone } = walk({
      providers: [Trello({ ...one.here(), authorization: { url: `${one.url}/authorize`, params: { name: 'My app' } } })],
    })
    expect(Object.fromEntries((await begin(someone, 'trello')).searchParams)).toMatchObject({ scope: 'read', name: 'My app' })
  })

  test('Flickr: without a full name the user name serves', async () => {
    one.extra = { fullname: '' }
    expect(await userBy(Flickr(one.here()), { stat: 'ok', user: { id: '1@N00', username: { _content: 'ann' } } })).toMatchObject({
      name: 'ann',
    })
  })

  test('Tumblr: who has no blog of their own is nobody', async () => {
    const user = {
      name: 'ann',
      blogs: [
        { uuid: 't:shared', primary: false },
        { uuid: 't:other', primary: 'true' },
      ],
    }
    expect(await userBy(Tumblr(one.here()), { response: { user } })).toBeUndefined()
  })

  test('any service by its addresses', async () => {
    const provider = OAuth1({ ...one.here(), id: 'acme', name: 'Acme', profile: ({ id }) => ({ id: id as string, name: 'Ann' }) })
    expect(await userBy(provider, { id: 'x' })).toMatchObject({ name: 'Ann' })
    expect(Providers.OAuth1()).toMatchObject({ id: 'oauth1', name: 'OAuth 1', type: 'oauth1' })
  })
})

describe('X by OAuth 2', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())

  test('`version: "2.0"`: PKCE, one scope for reading, and the profile of the second API', async () => {
    const data = { id: '1234567890123456789', name: 'Ann', username: 'ann', profile_image_url: 'https://pbs.example/x_normal.png' }
    op.faults.instead = { '/userinfo': (response) => json(response, { data }) }
    const place = (path: string) => ({ url: `${op.url}${path}` })
    const here = { clientId: 'the client:1', clientSecret: 'a:secret % with + and é', dangerouslyAllowInsecureRequests: true }
    const users: unknown[] = []
    const { someone, errors } = walk({
      providers: [
        Twitter({ version: '2.0', ...here, authorization: place('/authorize'), token: place('/token'), userinfo: place('/userinfo') }),
      ],
      events: {
        createUser: ({ user }) => {
          users.push(user)
        },
      },
    })
    const url = await begin(someone, 'twitter')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ scope: 'users.read tweet.read', code_challenge_method: 'S256' })
    expect(errorOf(await bring(someone, await ask(url)))).toBeNull()
    expect(errors).toEqual([])
    expect(users).toEqual([expect.objectContaining({ name: 'Ann', email: null, emailVerified: null, image: 'https://pbs.example/x.png' })])
  })

  test('asks at these addresses', () => {
    // https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code has that of tokens, and …/user-access-token wants Basic for
    // them: seen on 2026-11-28. The two others were not.
    expect(Twitter({ version: '2.0' })).toMatchObject({
      type: 'oauth',
      authorization: { url: 'https://x.com/i/oauth2/authorize' },
      token: { url: 'https://api.x.com/2/oauth2/token' },
      userinfo: { url: 'https://api.x.com/2/users/me', params: { 'user.fields': 'profile_image_url' } },
    })
  })
})
