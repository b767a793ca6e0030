export interface Stroke {
  /** Where it begins. */
  readonly at: number
  readonly kind?: 'comment' | 'string' | 'word'
  readonly text: string
}

const comment = /\/\*[\s\S]*?\*\/|(?<![:\w])\/\/.*/
const string = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/
const words =
  'import export from default async await function return const let if else for of typeof type interface extends satisfies as new throw try catch null true false undefined'
const pattern = new RegExp(`(?<comment>${comment.source})|(?<string>${string.source})|\\b(?:${words.replaceAll(' ', '|')})\\b`, 'g')

/** Cuts code into strokes of one colour each. Good enough to read by; it is no parser. */
export function paint(code: string): Stroke[] {
  const strokes: Stroke[] = []
  let end = 0
  for (const { 0: text, index: at, groups = {} } of code.matchAll(pattern)) {
    if (at > end) strokes.push({ at: end, text: code.slice(end, at) })
    strokes.push({ at, kind: groups.comment ? 'comment' : groups.string ? 'string' : 'word', text })
    end = at + text.length
  }
  return [...strokes, { at: end, text: code.slice(end) }]
}
