import { type Token, tokenize } from './tokens.js'

/** A file of the application as words; `partner` leads from a bracket to the one that closes or opens it, -1 where there is none. */
export interface Source {
  /** Relative to the application, with `/`. */
  readonly path: string
  readonly tokens: readonly Token[]
  readonly partner: readonly number[]
}

export function readSource(path: string, text: string): Source {
  const tokens = tokenize(text, !/\.[cm]?ts$/.test(path))
  return { path, tokens, partner: pair(tokens) }
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function pair(tokens: readonly Token[]): readonly number[] {
  const partner = tokens.map(() => -1)
  const open: number[] = []
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind !== 'sign') continue
    if ('([{'.includes(value)) open.push(at)
    if (!Object.hasOwn(closers, value)) continue
    const from = open.at(-1)
    if (from === undefined || tokens[from]?.value !== closers[value]) continue
    open.pop()
    partner[from] = at
    partner[at] = from
  }
  return partner
}

/** Whether the words at `at` are these; a text counts by what is in it, and only where it is asked for with quotes. */
export function matches({ tokens }: Source, at: number, ...words: readonly string[]): boolean {
  return words.every((wanted, index) => {
    const token = tokens[at + index]
    return token !== undefined && token.kind !== 'template' && (token.kind === 'text' ? `"${token.value}"` : token.value) === wanted
  })
}

/** Every place where these words stand one after the other. */
export function places(source: Source, ...words: readonly string[]): readonly number[] {
  return source.tokens.flatMap((_, at) => (matches(source, at, ...words) ? [at] : []))
}

export interface Import {
  readonly from: string
  readonly kind: 'import' | 'require' | 'declare'
  /** What the file calls the default export, or the whole module if it is required. */
  readonly whole: string | undefined
  /** What is imported by name. */
  readonly names: readonly string[]
  readonly line: number
  /** The first word behind it. */
  readonly end: number
}

/** Modules that the file names: `import`, `export … from`, `import()`, `require`, `declare module`. */
export function importsOf(source: Source): readonly Import[] {
  return source.tokens.flatMap((token, at) => {
    if (token.kind !== 'name' || source.tokens[at - 1]?.value === '.') return []
    if (token.value === 'import' || token.value === 'export') return readImport(source, at)
    if (token.value === 'require' && matches(source, at + 1, '(')) return named(source, at, at + 2, 'require', wholeBefore(source, at))
    if (token.value === 'declare' && matches(source, at + 1, 'module')) return named(source, at, at + 2, 'declare', undefined)
    return []
  })
}

function readImport(source: Source, at: number): readonly Import[] {
  if (matches(source, at, 'import', '(')) return named(source, at, at + 2, 'import', undefined)
  if (source.tokens[at + 1]?.kind === 'text' && matches(source, at, 'import')) return named(source, at, at + 1, 'import', undefined)
  let end = at + 1
  const names: string[] = []
  while (end < source.tokens.length && !matches(source, end, 'from')) {
    const { kind = 'sign', value = '' } = source.tokens[end] ?? {}
    if (kind === 'text' || !(kind === 'name' || '{},*'.includes(value))) return []
    // Of `a as b` the name of the module's.
    if (kind === 'name' && value !== 'as' && !matches(source, end - 1, 'as')) names.push(value)
    end++
  }
  const first = source.tokens[at + 1]
  const whole = matches(source, at, 'import') && first?.kind === 'name' && first.value !== 'type' ? first.value : undefined
  return named(source, at, end + 1, 'import', whole, names)
}

function named(source: Source, at: number, text: number, kind: Import['kind'], whole?: string, names: readonly string[] = []): Import[] {
  const token = source.tokens[text]
  if (token?.kind !== 'text') return []
  return [{ from: token.value, kind, whole, names, line: source.tokens[at]?.line ?? 1, end: text + 1 }]
}

/** `const X = require(…)`. */
function wholeBefore({ tokens }: Source, at: number): string | undefined {
  const name = tokens[at - 2]
  return tokens[at - 1]?.value === '=' && name?.kind === 'name' ? name.value : undefined
}

/** `key: value`, `key() {}`, `key`, `...value`. */
export interface Property {
  /** `...` of a spread. */
  readonly key: string
  readonly line: number
  /** The words of its value, from and up to; of a method, from its parameters; of a shorthand, its name. */
  readonly from: number
  readonly to: number
}

/** The members of the object literal that begins at `at`. */
export function readObject(source: Source, at: number): readonly Property[] {
  const end = source.partner[at] ?? -1
  const properties: Property[] = []
  for (let from = at + 1; from < end; ) {
    const to = endOfItem(source, from, end)
    const property = readProperty(source, from, to)
    if (property) properties.push(property)
    from = to + 1
  }
  return properties
}

/** Where the comma is, or the bracket that closes the list. */
export function endOfItem(source: Source, from: number, end: number): number {
  let at = from
  while (at < end && !matches(source, at, ',')) at = Math.max(at, source.partner[at] ?? -1) + 1
  return Math.min(at, end)
}

function readProperty(source: Source, start: number, to: number): Property | undefined {
  const modifiers = new Set(['async', 'get', 'set', '*'])
  let at = start
  while (modifiers.has(source.tokens[at]?.value ?? '') && at + 1 < to && !/^[:(]$/.test(source.tokens[at + 1]?.value ?? '')) at++
  const token = source.tokens[at]
  if (!token || at >= to) return undefined
  const { line } = token
  if (matches(source, at, '...')) return { key: '...', line, from: at + 1, to }
  if (token.kind === 'sign' || token.kind === 'tag') return undefined
  if (at + 1 === to) return { key: token.value, line, from: at, to }
  if (matches(source, at + 1, ':')) return { key: token.value, line, from: at + 2, to }
  return matches(source, at + 1, '(') ? { key: token.value, line, from: at + 1, to } : undefined
}

/** The object literal that a value is, by itself or by the name of a constant of the same file. */
export function objectOf(source: Source, { from, to }: Pick<Property, 'from' | 'to'>): number | undefined {
  if (matches(source, from, '{')) return from
  const token = source.tokens[from]
  const alone = to === from + 1 || /^(as|satisfies|!)$/.test(source.tokens[from + 1]?.value ?? '')
  return alone && token?.kind === 'name' ? constantOf(source, token.value) : undefined
}

function constantOf(source: Source, name: string): number | undefined {
  for (const keyword of ['const', 'let', 'var']) {
    for (const at of places(source, keyword, name)) {
      let equals = at + 2
      while (equals < source.tokens.length && !/^(=|;|const|let|var|function)$/.test(source.tokens[equals]?.value ?? '')) equals++
      if (matches(source, equals, '=', '{')) return equals + 1
    }
  }
  return undefined
}

/** The member at a path such as `session.strategy`. */
export function member(source: Source, object: number, path: string): Property | undefined {
  const [first, ...rest] = path.split('.')
  const property = readObject(source, object).find(({ key }) => key === first)
  if (!property || rest.length === 0) return property
  const inner = objectOf(source, property)
  return inner === undefined ? undefined : member(source, inner, rest.join('.'))
}

/** What a function takes: of each parameter its name, `undefined` for one that is taken apart; `undefined` for what is no function here. */
export function parametersOf(source: Source, { from }: Pick<Property, 'from'>): readonly (string | undefined)[] | undefined {
  let at = from
  if (matches(source, at, 'async')) at++
  if (matches(source, at, 'function')) at += source.tokens[at + 1]?.kind === 'name' ? 2 : 1
  if (source.tokens[at]?.kind === 'name' && matches(source, at + 1, '=>')) return [source.tokens[at]?.value]
  const end = matches(source, at, '(') ? (source.partner[at] ?? -1) : -1
  if (end < 0) return undefined
  const parameters: (string | undefined)[] = []
  for (let item = at + 1; item < end; item = endOfItem(source, item, end) + 1) {
    const token = source.tokens[item]
    parameters.push(token?.kind === 'name' ? token.value : undefined)
  }
  return parameters
}

/** Whether a value is this one word: `true`, `'edge'` as `"edge"`. */
export function is(source: Source, { from, to }: Property, word: string): boolean {
  const alone = to === from + 1 || /^(as|satisfies)$/.test(source.tokens[from + 1]?.value ?? '')
  return alone && matches(source, from, word)
}

/** Variables of the environment that are read between two words. */
export function variablesIn(source: Source, from: number, to: number): readonly string[] {
  const found: string[] = []
  for (let at = from; at < to; at++) {
    if (!matches(source, at, 'process', '.', 'env')) continue
    const key = source.tokens[at + 4]
    if (key && (matches(source, at + 3, '.') || (matches(source, at + 3, '[') && key.kind === 'text'))) found.push(key.value)
  }
  return found
}
