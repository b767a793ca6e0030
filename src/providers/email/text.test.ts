import { expect, test } from 'vitest'
import { mailTextFor } from './text.js'

test.each([
  [null, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['de', 'de'],
  ['DE-at', 'de'],
  ['de-Latn-AT-1996', 'de'],
  ['ja, de;q=0.5, fr;q=0.8', 'fr'],
  ['de;q=0.5,en;q=0.9', 'en'],
  ['de;q=0, es', 'es'],
  ['de;q=0', 'en'],
  ['fr;q=0.300 , de ; q=0.4', 'de'],
  ['de;q=2, es;q=0.1', 'es'],
  ['xx, constructor, __proto__', 'en'],
  ['"><script>, de', 'de'],
])('RFC 9110 §12.5.4 %j reads %s', (acceptLanguage, lang) => {
  expect(mailTextFor(undefined, acceptLanguage).lang).toBe(lang)
})

test('only the beginning of a long list counts', () => {
  expect(mailTextFor(undefined, `de,${'ja,'.repeat(100_000)}fr`).lang).toBe('de')
  expect(mailTextFor(undefined, `${'ja,'.repeat(100_000)}fr`).lang).toBe('en')
})

test('sentences of your own fix the language, so that no mail mixes two', () => {
  expect(mailTextFor({ signIn: 'Enter' }, 'de')).toMatchObject({
    lang: 'en',
    signIn: 'Enter',
    copyAddress: expect.stringMatching(/^Or copy/),
  })
  expect(mailTextFor({ lang: 'de', signIn: 'Los' }, 'fr')).toMatchObject({
    lang: 'de',
    signIn: 'Los',
    copyAddress: expect.stringMatching(/^Oder/),
  })
  expect(mailTextFor({ lang: 'ar', dir: 'rtl' }, 'fr')).toMatchObject({ lang: 'ar', dir: 'rtl', signIn: 'Sign in' })
})

test('a function chooses by what the visitor prefers', () => {
  const choose = (preferred: readonly string[]) => (preferred.includes('nl') ? { lang: 'nl', signIn: 'Inloggen' } : {})
  expect(mailTextFor(choose, 'en;q=0.5, NL-be, nl;q=0.9')).toMatchObject({ lang: 'nl', signIn: 'Inloggen' })
  expect(mailTextFor(choose, 'de')).toMatchObject({ lang: 'en', signIn: 'Sign in' })
})

test.each(['en', 'de', 'fr', 'es'])('%s says everything, and where the site and the date stand', (lang) => {
  const text = mailTextFor(undefined, lang)
  expect(text.lang).toBe(lang)
  for (const sentence of Object.values(text)) expect(sentence).not.toBe('')
  expect(text.signInTo).toContain('{site}')
  expect(text.worksOnce).toContain('{until}')
})
