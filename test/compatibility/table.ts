// The table of what earlier generations promise, and what this package does with it. A row is a test: its verdict stands in
// `docs/compatibility.md` because its assertion passed.

export const generations = ['v3', 'v4', 'v5'] as const
export type Generation = (typeof generations)[number]

/** What the published packages are. */
export const publishedVersions: Readonly<Record<Generation, string>> = { v3: '3.29.10', v4: '4.24.15', v5: '5.0.0-beta.32' }

/** A sentence, and the number of the decision record that gives the reason. */
export interface Difference {
  readonly because: string
  readonly record: string
}

export type Verdict = 'same' | Difference

export interface Row {
  readonly generation: Generation
  readonly kind: string
  /** In Markdown. */
  readonly what: string
  readonly verdict: Verdict
  /** Fails unless the verdict is true. */
  readonly check: () => Promise<void> | void
}

export function differs(because: string, record: string): Difference {
  return { because, record }
}

/** One behaviour of ours, and what it is to each generation that has something to compare it with. */
export function rows(
  kind: string,
  what: string,
  verdicts: Partial<Record<Generation, Verdict>>,
  check: (generation: Generation) => Promise<void> | void,
): Row[] {
  return Object.entries(verdicts).map(([generation, verdict]) => ({
    generation: generation as Generation,
    kind,
    what,
    verdict,
    check: () => check(generation as Generation),
  }))
}

/** `docs/compatibility.md`. A row that did not pass is `not yet`. */
export function render(table: readonly Row[], passed: ReadonlySet<Row>, records: ReadonlyMap<string, string>): string {
  const sections = generations.flatMap((generation) => {
    const own = table.filter((row) => row.generation === generation)
    const kinds = [...new Set(own.map(({ kind }) => kind))].sort()
    return [`## ${generation}: next-auth ${publishedVersions[generation]}`, ...kinds.map((kind) => section(kind, own, passed, records))]
  })
  return `${[introduction(table, passed), ...sections].join('\n\n')}\n`
}

function introduction(table: readonly Row[], passed: ReadonlySet<Row>): string {
  const count = (verdict: (row: Row) => boolean) => table.filter((row) => passed.has(row) && verdict(row)).length
  const same = count(({ verdict }) => verdict === 'same')
  const other = count(({ verdict }) => verdict !== 'same')
  return `# Compatibility

What next-auth v3, v4 and v5 promise to an application, and what this package does with it. Each row is a test that was run against the published
package, ours, or both (\`test/compatibility\`); this page is what the run wrote. \`same\`: an application does not notice. \`differs\`: it may, for the
reason behind the link.

${same} rows are the same, ${other} differ, ${table.length - same - other} are not yet there.`
}

function section(kind: string, own: readonly Row[], passed: ReadonlySet<Row>, records: ReadonlyMap<string, string>): string {
  const lines = own
    .filter((row) => row.kind === kind)
    .sort((one, other) => (one.what < other.what ? -1 : 1))
    .map((row) => `| ${row.what.replaceAll('|', '\\|')} | ${passed.has(row) ? said(row.verdict, records) : 'not yet'} |`)
  return `### ${kind}\n\n| what | here |\n|---|---|\n${lines.join('\n')}`
}

function said(verdict: Verdict, records: ReadonlyMap<string, string>): string {
  if (verdict === 'same') return 'same'
  return `differs: ${verdict.because.replaceAll('|', '\\|')} ([${verdict.record}](decisions/${records.get(verdict.record)}))`
}
