/** One word of a program. Comments, white space and the text between JSX tags are none. */
export interface Token {
  /** `text` without its quotes, also of a template without `${}`; `tag` is the name of a JSX element that opens. */
  readonly kind: 'name' | 'text' | 'template' | 'number' | 'pattern' | 'sign' | 'tag'
  readonly value: string
  /** From 1. */
  readonly line: number
}

/**
 * The words of a JavaScript or TypeScript file, so that what a comment, a text or a page says is not taken for code. It is read and never
 * run, and needs no compiler: what a compiler would refuse comes out as words all the same.
 */
export function tokenize(source: string, jsx: boolean): readonly Token[] {
  const reader: Reader = { source, jsx, at: 0, counted: 0, line: 1, tokens: [], noElements: new Set() }
  while (reader.at < source.length) readCode(reader)
  return reader.tokens
}

interface Reader {
  readonly source: string
  readonly jsx: boolean
  at: number
  /** Up to where lines are counted. */
  counted: number
  line: number
  tokens: Token[]
  /** Where a `<` turned out to begin no element: a second look would find the same. */
  readonly noElements: Set<number>
}

const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y
const quoted = /'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y
const name = /[#@]?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const number = /\.?\d[\w.]*/y
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const sign = /=>|\?\.(?!\d)|\.\.\.|[=!]==?|&&|\|\||\?\?|[\s\S]/y
/** A type's parameters on an arrow function, which TSX writes so that they are no element. */
const typeParameters = /<\s*(?:const\s+)?[\w$]+\s*(?:,|extends\b)/y

/** Up to and with the `}` that closes what was opened before, or to the end. Answers whether that was there. */
function readCode(reader: Reader): boolean {
  for (let depth = 0; ; ) {
    take(reader, blank)
    if (reader.at >= reader.source.length) return false
    if (isElement(reader) && readElement(reader)) continue
    const found = word(reader)
    if (found === '{') depth++
    if (found === '}' && depth-- === 0) return true
  }
}

/** Reads one word and answers what it is if it is a sign. */
function word(reader: Reader): string | undefined {
  const character = reader.source[reader.at] as string
  if (character === '`') return readTemplate(reader)
  if (character === "'" || character === '"') {
    const text = take(reader, quoted)
    // One that never ends on its line is none: an apostrophe in a text.
    return text === undefined ? put(reader, 'sign', take(reader, sign) ?? '') : put(reader, 'text', text.slice(1, -1))
  }
  if (character === '/' && beginsExpression(reader)) {
    const found = take(reader, pattern)
    if (found !== undefined) return put(reader, 'pattern', found)
  }
  const digits = take(reader, number)
  if (digits !== undefined) return put(reader, 'number', digits)
  const letters = take(reader, name)
  return letters !== undefined ? put(reader, 'name', letters) : put(reader, 'sign', take(reader, sign) ?? '')
}

const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y

/** `${` and `}` come out as a pair of braces. */
function readTemplate(reader: Reader): undefined {
  skip(reader, 1)
  const first = take(reader, templateText) ?? ''
  put(reader, reader.source[reader.at] === '$' ? 'template' : 'text', first)
  while (reader.source[reader.at] === '$') {
    skip(reader, 2)
    put(reader, 'sign', '{')
    if (!readCode(reader)) return
    take(reader, templateText)
  }
  skip(reader, 1)
}

function isElement(reader: Reader): boolean {
  if (!reader.jsx || reader.source[reader.at] !== '<' || reader.noElements.has(reader.at)) return false
  return /[\w$>]/.test(reader.source[reader.at + 1] ?? '') && beginsExpression(reader) && peek(reader, typeParameters) === undefined
}

/** Words after which a value comes, so that `<` is a tag and `/` a pattern. */
const beforeValue = new Set('return typeof case do else in of void delete throw new yield await default'.split(' '))

function beginsExpression({ tokens }: Reader): boolean {
  const last = tokens.at(-1)
  if (last === undefined) return true
  if (last.kind === 'sign') return !')]}'.includes(last.value)
  return last.kind === 'name' && beforeValue.has(last.value)
}

/** From `<` to the end of the element. Where there is none, nothing is read. */
function readElement(reader: Reader): boolean {
  const { at, counted, line, tokens } = reader
  const before = tokens.length
  if (readTag(reader)) return true
  reader.noElements.add(at)
  tokens.length = before
  Object.assign(reader, { at, counted, line })
  return false
}

const tagName = /[\w$.:-]*/y
const tagText = /'[^']*'|"[^"]*"/y

function readTag(reader: Reader): boolean {
  skip(reader, 1)
  put(reader, 'tag', take(reader, tagName) ?? '')
  for (;;) {
    take(reader, blank)
    const character = reader.source[reader.at]
    if (character === undefined) return false
    if (reader.source.startsWith('/>', reader.at)) return skip(reader, 2)
    if (character === '>') return skip(reader, 1) && readChildren(reader)
    if (!readAttribute(reader, character)) return false
  }
}

function readAttribute(reader: Reader, character: string): boolean {
  if (character === '<') return readTag(reader)
  if (character === '{') return braces(reader)
  if (character === '=') return put(reader, 'sign', take(reader, sign) ?? '') !== undefined
  const text = take(reader, tagText)
  if (text !== undefined) put(reader, 'text', text.slice(1, -1))
  const attribute = text ?? take(reader, tagName)
  if (text === undefined && attribute) put(reader, 'name', attribute)
  return Boolean(attribute)
}

const betweenTags = /[^<{]+/y
const closingTag = /<\/[^>]*>/y

function readChildren(reader: Reader): boolean {
  for (;;) {
    take(reader, betweenTags)
    const character = reader.source[reader.at]
    if (character === undefined) return false
    if (take(reader, closingTag) !== undefined) return true
    if (!(character === '{' ? braces(reader) : readTag(reader))) return false
  }
}

function braces(reader: Reader): boolean {
  skip(reader, 1)
  put(reader, 'sign', '{')
  return readCode(reader)
}

function put(reader: Reader, kind: Token['kind'], value: string): string | undefined {
  reader.tokens.push({ kind, value, line: reader.line })
  return kind === 'sign' ? value : undefined
}

function peek({ source, at }: Reader, expression: RegExp): string | undefined {
  expression.lastIndex = at
  return expression.exec(source)?.[0]
}

function take(reader: Reader, expression: RegExp): string | undefined {
  countLines(reader)
  const found = peek(reader, expression)
  if (found !== undefined) reader.at += found.length
  return found
}

function skip(reader: Reader, characters: number): true {
  countLines(reader)
  reader.at += characters
  return true
}

/** Lines of what was read before: a word stands on the line on which it begins. */
function countLines(reader: Reader): void {
  for (; reader.counted < reader.at; reader.counted++) if (reader.source[reader.counted] === '\n') reader.line++
}
