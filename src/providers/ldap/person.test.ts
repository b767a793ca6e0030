import { expect, test } from 'vitest'
import { guidOf, readEntry } from './person.js'

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

test('`objectGUID` reads as Windows shows it', () => {
  // The well-known container of users, as octets and as text: MS-ADTS §6.1.1.4.
  expect(guidOf(octets('15cad1a98888d111aded00c04fd8d5cd'))).toBe('a9d1ca15-8888-11d1-aded-00c04fd8d5cd')
  expect(guidOf(octets('000102030405060708090a0b0c0d0e0f'))).toBe('03020100-0504-0706-0809-0a0b0c0d0e0f')
  // All of its octets are letters.
  expect(guidOf('abcdefghijklmnop')).toBe('64636261-6665-6867-696a-6b6c6d6e6f70')
})

test.each(['', 'abc', 'abcdefghijklmnopq'])('another length, %j, is no GUID', (value) => {
  expect(() => guidOf(value)).toThrow(/16 octets/)
})

test('a picture of any size is base64', () => {
  const picture = new Uint8Array(500_000).fill(0xff)
  expect(readEntry({ dn: 'x', jpegPhoto: picture }, ['jpegPhoto']).attributes.jpegPhoto).toEqual([Buffer.from(picture).toString('base64')])
})

test('what was asked for is found in any capitals; one value, several, none', () => {
  const raw = { dn: 'uid=ann', displayname: 'Ann', MAIL: ['a@x.example', 'b@x.example'], title: [], jpegPhoto: octets('ffd8'), other: 'x' }
  expect(
    readEntry({ ...raw, objectguid: octets('000102030405060708090a0b0c0d0e0f') }, [
      'displayName',
      'mail',
      'title',
      'jpegPhoto',
      'objectGUID',
      'sn',
    ]),
  ).toEqual({
    dn: 'uid=ann',
    attributes: {
      displayName: ['Ann'],
      mail: ['a@x.example', 'b@x.example'],
      title: [],
      jpegPhoto: ['/9g='],
      objectGUID: ['03020100-0504-0706-0809-0a0b0c0d0e0f'],
      sn: [],
    },
  })
})
