import { expect, test } from 'vitest'
import { insertEscaped, insertInName } from './insert.js'

test.each([
  ['ann.o-b_1@x', 'ann.o-b_1@x'],
  ['björn 你好', 'björn\\20你好'],
  // RFC 4514 §2.4 and its examples
  ['#x', '\\23x'],
  [' x ', '\\20x\\20'],
  ['a+"\\,;<>=/', 'a\\2b\\22\\5c\\2c\\3b\\3c\\3e\\3d\\2f'],
  // RFC 4515 §3 and its examples
  ['Parens R Us (for all your parenthetical needs)', 'Parens\\20R\\20Us\\20\\28for\\20all\\20your\\20parenthetical\\20needs\\29'],
  ['*', '\\2a'],
  ['\0', '\\00'],
  ['\n\x7f', '\\0a\\7f'],
  ['$&$1$$', '\\24\\26\\241\\24\\24'],
  ['{username}', '\\7busername\\7d'],
])('%j is written so that it ends nothing', (value, written) => {
  expect(insertEscaped('uid={username},dc=x', { username: value })).toBe(`uid=${written},dc=x`)
  expect(insertEscaped('(|(uid={username})(mail={username}))', { username: value })).toBe(`(|(uid=${written})(mail=${written}))`)
})

test('a placeholder that nothing stands for stays', () => {
  expect(insertEscaped('(a={dn})(b={constructor})', { dn: 'x' })).toBe('(a=x)(b={constructor})')
})

test('a name in a domain takes no escape, so it takes no mark', () => {
  expect(insertInName('{username}@example.org', 'ann.o-b')).toBe('ann.o-b@example.org')
  expect(insertInName('EXAMPLE\\{username}', 'björn')).toBe('EXAMPLE\\björn')
  for (const mark of '"/\\[]:;|=,+*?<>@') expect(insertInName('{username}@example.org', `ann${mark}`), mark).toBeUndefined()
})
