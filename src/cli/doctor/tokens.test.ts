import { expect, test } from 'vitest'
import { tokenize } from './tokens.js'

function words(source: string, jsx = true): string {
  return tokenize(source, jsx)
    .map(({ kind, value }) => (kind === 'text' ? `'${value}'` : kind === 'tag' ? `<${value}` : value))
    .join(' ')
}

test.each([
  ['comments are no code', "a // b 'c\n/* d */ e /* f", 'a e'],
  ['texts keep what is in them', `'a // b' "c\\"d" \`e\``, `'a // b' 'c\\"d' 'e'`],
  ['a template is a text with code in braces', `\`a\${b + \`\${c}\`}d\` e`, 'a { b +  { c } } e'],
  ['a pattern is no text', `x = /['"/]/g; y / z / 'a'`, `x = /['"/]/g ; y / z / 'a'`],
  ['what a page says is no code', `const a = <p id="x">Don't {b}, it's // <i/>'</p>; c`, `const a = <p id = 'x' { b } <i ; c`],
  ['a function is handed to an element', 'return <A f={() => <B>{c}</B>} {...d} />', 'return <A f = { ( ) => <B { c } } { ... d }'],
  ['less is no element', 'a < b ? c > d : e', 'a < b ? c > d : e'],
  ['types of a function are none', 'const f = <T,>(x: T) => x', 'const f = < T , > ( x : T ) => x'],
  ['what is never closed is no element', 'type F = <T>(x: T) => void; const a = 1', 'type F = < T > ( x : T ) => void ; const a = 1'],
  ['a quote that is never closed is a word', "it's\na", "it ' s a"],
])('%s', (_, source, expected) => {
  expect(words(source)).toBe(expected)
})

test('a file that is no JSX has casts', () => {
  expect(words("const a = <string>b; 'c'", false)).toBe("const a = < string > b ; 'c'")
})

test('a word stands on the line on which it begins', () => {
  const lines = tokenize(`a /*\n*/ b \`\n\${c}\n\`\nd <\n"e"`, false).map(({ value, line }) => [value, line])
  expect(lines).toEqual([
    ['a', 1],
    ['b', 2],
    ['\n', 2],
    ['{', 3],
    ['c', 3],
    ['}', 3],
    ['d', 5],
    ['<', 5],
    ['e', 6],
  ])
})

test('what nests deeply, or never ends, is read in one go', () => {
  for (const source of ['<a>'.repeat(2000), `\${\``.repeat(2000), `x = ${'<T>('.repeat(300)}`, '{'.repeat(50_000), "'".repeat(50_000)]) {
    expect(tokenize(source, true).length).toBeGreaterThan(0)
  }
})
