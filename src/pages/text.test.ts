import { expect, test } from 'vitest'
import { failures } from '../base/errors.js'
import { sentences } from './sentences.js'
import { failureSentence, sentencesFor } from './text.js'

const { text } = sentencesFor('en')

test('every code that a URL may carry has a sentence', () => {
  for (const [, , shown] of Object.values(failures)) expect(failureSentence(shown, text)).toMatch(/^[A-Z].+\.$/)
  expect(failureSentence('AccessDenied', text)).toBe('You do not have permission to sign in.')
  expect(failureSentence('EmailSignin', text)).toBe(sentences.EmailSignin)
  expect(failureSentence('Configuration', text)).toBe(sentences.Configuration)
})

test.each([
  '<script>alert(1)</script>',
  'Callback',
  'accessdenied',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '\u202eDenied',
  '{{7*7}}',
  '',
  'a'.repeat(100_000),
  ['AccessDenied'],
  { toString: () => 'AccessDenied' },
  undefined,
  null,
  7,
])('PG-01 PG-03 PG-04 a code of nobody gets the sentence that always fits: %j', (code) => {
  expect(failureSentence(code, text)).toBe(text.failed)
})

test('a language is found by its tag or its family, else it is English', () => {
  for (const lang of ['en', 'en-GB']) expect(sentencesFor(lang).text).toBe(text)
  for (const lang of [undefined, '', 'xx', 'constructor', '"><script>']) expect(sentencesFor(lang)).toEqual({ lang: 'en', text })
})

test('a translation speaks before English does, and only for codes that exist', () => {
  const translated = { ...text, failures: { AccessDenied: 'Kein Zutritt.', Made: 'up' } }
  expect(failureSentence('AccessDenied', translated)).toBe('Kein Zutritt.')
  expect(failureSentence('Expired', translated)).toBe(sentences.Expired)
  expect(failureSentence('Made', translated)).toBe(text.failed)
})
