import type { Finding } from './finding.js'
import type { Level } from './kinds.js'

/** What the report begins with. */
export interface Summary {
  readonly folder: string
  /** Versions by name, as installed, else as asked for. */
  readonly versions: Readonly<Record<string, string>>
  /** `v4` */
  readonly writtenFor: string
  /** What shows it. */
  readonly because: readonly string[]
  readonly routes: readonly string[]
}

const headings: Readonly<Record<Level, string>> = { error: 'ERRORS', differs: 'DIFFERENCES', hint: 'HINTS' }

/** Plain lines of at most the width of a terminal; what stands behind a code is `--explain`'s. */
export function asText(summary: Summary, findings: readonly Finding[]): readonly string[] {
  const { versions, writtenFor, because, routes, folder } = summary
  const head = [
    ['Folder', folder],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Written for', `next-auth ${writtenFor}${because.length > 0 ? `: ${because.join(', ')}` : ''}`],
    ['Routes', routes.length > 0 ? routes.join(', ') : 'none found'],
  ]
  const lines = head.flatMap(([name = '', text = '']) => wrapped(`${name.padEnd(13)}${text}`, 13))
  const sections = (['error', 'differs', 'hint'] as const).flatMap((level) => section(level, findings))
  return [...lines, ...sections, '', ending(findings)]
}

function section(level: Level, findings: readonly Finding[]): readonly string[] {
  const these = findings.filter((finding) => finding.level === level)
  if (these.length === 0) return []
  return ['', headings[level], ...these.flatMap((finding) => ['', ...entry(finding)])]
}

function entry({ code, what, todo, where }: Finding): readonly string[] {
  return [`  ${where === undefined ? code : `${where}  ${code}`}`, ...wrapped(`    ${what}`, 4), ...wrapped(`    ${todo}`, 4)]
}

function ending(findings: readonly Finding[]): string {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length
  const [errors, differing, hints] = [count('error'), count('differs'), count('hint')]
  const more = findings.length > 0 ? ' More about one: npx next-auth doctor --explain CODE' : ''
  const counted = [numbered(errors, 'error'), numbered(differing, 'difference'), numbered(hints, 'hint')]
  return `${counted.join(', ')}.${more}`
}

function numbered(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

const width = 100

/** Broken between words; what has none, such as a path, stays whole. */
export function wrapped(text: string, indent: number): readonly string[] {
  const margin = ' '.repeat(indent)
  const lines: string[] = []
  let line = ''
  for (const [at, word] of text.split(/(?<=\S) /).entries()) {
    const longer = at === 0 ? word : `${line} ${word}`
    if (longer.length > width && line.trim() !== '') {
      lines.push(line)
      line = margin + word
    } else line = longer
  }
  return [...lines, line]
}
