import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { safeUrl } from './navigate.js'

const here = 'https://app.example/page?a=1#part'

beforeEach(() => {
  vi.stubGlobal('location', { href: here, origin: 'https://app.example' })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('what the server answered is followed on this origin', () => {
  expect(safeUrl('/next', here, false).href).toBe('https://app.example/next')
  expect(safeUrl('https://app.example/next#x', here, false).href).toBe('https://app.example/next#x')
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://app.example/x',
])('CL-10 RD-21 %s is never followed, not even on the way to a provider', (url) => {
  expect(safeUrl(url, '/bye', true).href).toBe('https://app.example/bye')
  expect(safeUrl(url, '/bye', false).href).toBe('https://app.example/bye')
  expect(safeUrl(undefined, url, false).href).toBe('https://app.example/page?a=1')
  expect(safeUrl(url, url, true).href).toBe('https://app.example/page?a=1')
})

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'https://app.example.evil.example/',
  'http://app.example/',
])('RD-21 %s is another origin: only a provider may be there', (url) => {
  expect(safeUrl(url, '/bye', false).href).toBe('https://app.example/bye')
  expect(new URL(safeUrl(url, '/bye', true).href).origin).not.toBe('https://app.example')
})

test('RD-21 another origin needs two words: the application asked for it and the server agreed', () => {
  expect(safeUrl('https://shop.example/', 'https://shop.example/basket', false).href).toBe('https://shop.example/')
  expect(safeUrl('https://app.example/', 'https://evil.example/', false).href).toBe('https://app.example/')
  expect(safeUrl(undefined, 'https://evil.example/', false).href).toBe('https://app.example/page?a=1')
  expect(safeUrl('https://shop.example/', 'https://evil.example/', false).href).toBe('https://app.example/page?a=1')
})
