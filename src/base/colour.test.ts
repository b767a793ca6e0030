import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, readColour, textOn } from './colour.js'

test('a colour is #rgb, #rrggbb or a name that CSS knows', () => {
  expect(readColour('#1A73E8')).toBe('#1a73e8')
  expect(readColour('#abc')).toBe('#aabbcc')
  expect(readColour(' Tomato ')).toBe('#ff6347')
  expect(readColour('rebeccapurple')).toBe('#663399')
})

test.each([
  'red;}body{display:none',
  '#12',
  '#12345g',
  '#1234567',
  'rgb(0,0,0)',
  'url(https://evil.example/)',
  'expression(alert(1))',
  'var(--x)',
  '</style><script>',
  'constructor',
  '__proto__',
  '',
  'a'.repeat(100_000),
  undefined,
  null,
  7,
  ['red'],
  { toString: () => 'red' },
])('PG-02 what is no colour is ignored: %j', (value) => {
  expect(readColour(value)).toBeUndefined()
})

test('PG-02 nothing that ends a rule ever passes', () => {
  fc.assert(fc.property(fc.anything(), (value) => /^(#[0-9a-f]{6})?$/.test(readColour(value) ?? '')))
})

test('contrast is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#ffffff', '#ffffff')).toBe(1)
  // The best known borderline grey.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('text can be read on every colour, whatever was asked for', () => {
  fc.assert(
    fc.property(
      colours,
      fc.option(colours, { nil: undefined }),
      (background, wanted) => contrast(textOn(background, wanted), background) >= 4.5,
    ),
    { numRuns: 2000 },
  )
})

test('the wanted colour stays where it can be read', () => {
  expect(textOn('#000000', '#ffd700')).toBe('#ffd700')
  expect(textOn('#ffff00', '#ffffff')).toBe('#000000')
  expect(textOn('#1a73e8')).toBe('#ffffff')
})
