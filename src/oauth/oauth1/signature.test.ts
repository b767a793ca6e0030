import { createHmac, createVerify, generateKeyPairSync } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { describe, expect, test } from 'vitest'
import { authorizationHeader } from './authorization-header.js'
import { baseString, type Parameter } from './base-string.js'
import { percentEncode } from './percent-encode.js'
import { type SignatureMethod, signatureOf } from './signature.js'

const keys = (clientSecret: string, tokenSecret = '', privateKey?: string | CryptoKey) => ({ clientSecret, tokenSecret, privateKey })

describe('O1-09 the examples of RFC 5849', () => {
  test('§3.4.1.1 the base string', () => {
    const header: Parameter[] = [
      ['realm', 'Example'],
      ['oauth_consumer_key', '9djdj82h48djs9d2'],
      ['oauth_token', 'kkk9d7dh3k39sjv7'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131201'],
      ['oauth_nonce', '7d8f3e4a'],
      ['oauth_signature', 'bYT5CMsGcbgUdFHObYMEfcx6bsw='],
    ]
    const body = [...new URLSearchParams('c2&a3=2+q')]
    expect(baseString('post', new URL('http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b'), [...header, ...body])).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    )
  })

  test.each([
    ['http://EXAMPLE.COM:80/r%20v/X?id=123', 'http://example.com/r%20v/X'],
    ['https://www.example.net:8080/?q=1', 'https://www.example.net:8080/'],
    ['https://example.com:443/x#y', 'https://example.com/x'],
  ])('§3.4.1.2 the place of %s', (url, place) => {
    expect(baseString('GET', new URL(url), []).split('&')[1]).toBe(percentEncode(place))
  })

  test.each([
    [
      'for temporary credentials',
      'POST',
      'https://photos.example.net/initiate',
      [
        ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131200'],
        ['oauth_nonce', 'wIjqoS'],
        ['oauth_callback', 'http://printer.example.com/ready'],
      ],
      keys('kd94hf93k423kf44'),
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131200", oauth_nonce="wIjqoS", oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"',
    ],
    [
      'for token credentials',
      'POST',
      'https://photos.example.net/token',
      [
        ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
        ['oauth_token', 'hh5s93j4hdidpola'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131201'],
        ['oauth_nonce', 'walatlh'],
        ['oauth_verifier', 'hfdp7dh39dks9884'],
      ],
      keys('kd94hf93k423kf44', 'hdhd0244k9j7ao03'),
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="hh5s93j4hdidpola", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="walatlh", oauth_verifier="hfdp7dh39dks9884", oauth_signature="gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D"',
    ],
    [
      'for a photo',
      'GET',
      'http://photos.example.net/photos?file=vacation.jpg&size=original',
      [
        ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
        ['oauth_token', 'nnch734d00sl2jdk'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131202'],
        ['oauth_nonce', 'chapoH'],
      ],
      keys('kd94hf93k423kf44', 'pfkkdhi9sl3r4s00'),
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
    ],
  ] as [
    string,
    string,
    string,
    Parameter[],
    ReturnType<typeof keys>,
    string,
  ][])('§1.2 the header of the request %s, signature included', async (_what, method, url, oauth, secrets, header) => {
    const signature = await signatureOf('HMAC-SHA1', baseString(method, new URL(url), oauth), secrets)
    expect(authorizationHeader([...oauth, ['oauth_signature', signature]], 'Photos')).toBe(header)
  })

  test('§3.6 what stays bare, and what is encoded', () => {
    expect(percentEncode('ABCxyz019-._~')).toBe('ABCxyz019-._~')
    expect(percentEncode("!*'();:@&=+$,/?#[]% ")).toBe('%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%23%5B%5D%25%20')
    expect(percentEncode('é☃\u{1F600}\u0000')).toBe('%C3%A9%E2%98%83%F0%9F%98%80%00')
  })

  test('§3.4.1.3.2 the same name and the same start are in order of octets', () => {
    const url = new URL('https://a.example/?a=b&a=a&a%20=x&A=z&a10=1&a=%C3%A9')
    expect(decodeURIComponent(baseString('GET', url, []).split('&')[2] as string)).toBe('A=z&a=%C3%A9&a=a&a=b&a%20=x&a10=1')
  })

  test('§3.4.4 the `&` stands even between empty secrets', () => {
    expect(signatureOf('PLAINTEXT', 'ignored', keys('djr9rjt0jd78jf88', 'jjd999tj88uiths3'))).toBe('djr9rjt0jd78jf88&jjd999tj88uiths3')
    expect(signatureOf('PLAINTEXT', 'ignored', keys('djr9rjt0jd78jf88'))).toBe('djr9rjt0jd78jf88&')
    expect(signatureOf('PLAINTEXT', 'ignored', keys('a&b', 'c=%'))).toBe('a%26b&c%3D%25')
  })
})

describe('another client signs the same', () => {
  test.each([
    ['POST', 'https://api.example/1/statuses/update.json?include_entities=true', { status: 'Hello Ladies + Gentlemen, a signed request!' }],
    ['GET', 'https://api.example:8443/x%20y/%C3%BC?b=2&b=1&c=%2B%20%26', {}],
    ['POST', 'https://api.example/', { a: '', 'k e y': "!*'()", é: '☃=&' }],
  ] as [string, string, Record<string, string>][])('%s %s', async (method, address, data) => {
    for (const name of ['HMAC-SHA1', 'HMAC-SHA256', 'PLAINTEXT'] as const) {
      const token = { key: 'token/+', secret: 'token secret' }
      // What it is given it adds to.
      const { oauth_signature: theirs, ...said } = otherClient(name).authorize({ url: address, method, data: { ...data } }, token)
      const oauth = Object.entries(said).filter(([member]) => member.startsWith('oauth_')) as Parameter[]
      const base = baseString(method, new URL(address), [...oauth, ...Object.entries(data)])
      expect(await signatureOf(name, base, keys('secret&=é', token.secret)), name).toBe(theirs)
    }
  })
})

function otherClient(name: 'HMAC-SHA1' | 'HMAC-SHA256' | 'PLAINTEXT'): OAuth {
  const hash = name.slice(5).toLowerCase()
  return new OAuth({
    consumer: { key: 'key+ %', secret: 'secret&=é' },
    signature_method: name,
    hash_function: (base, key) => (name === 'PLAINTEXT' ? key : createHmac(hash, key).update(base).digest('base64')),
  })
}

describe('RSA-SHA1', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const isGood = (signature: string) => createVerify('sha1').update('base').verify(publicKey, signature, 'base64')

  test.each([
    ['a PEM text', pem],
    ['a PEM text on one line of an environment variable', pem.replaceAll('\n', '\\n')],
  ])('by %s', async (_what, key) => {
    expect(isGood(await signatureOf('RSA-SHA1', 'base', keys('', '', key)))).toBe(true)
    expect(isGood(await signatureOf('RSA-SHA1', 'another base', keys('', '', key)))).toBe(false)
  })

  test('by a key', async () => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
    const pair = (await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])) as CryptoKeyPair
    const signature = Buffer.from(await signatureOf('RSA-SHA1', 'base', keys('', '', pair.privateKey)), 'base64')
    expect(await crypto.subtle.verify(algorithm.name, pair.publicKey, signature, Buffer.from('base'))).toBe(true)
  })

  test.each([
    ['PKCS #1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    [
      'another kind of key',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    ['a cut one', `${pem.slice(0, 200)}\n-----END PRIVATE KEY-----`],
    ['no key', 'secret'],
    ['nothing', undefined],
  ])('%s is refused with the fix, and not repeated', async (_what, key) => {
    const error = await Promise.resolve(signatureOf('RSA-SHA1' as SignatureMethod, 'base', keys('', '', key))).catch((e: Error) => e)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain('privateKey')
    if (key) expect(String(error)).not.toContain(key.slice(40, 60) || key)
  })
})
