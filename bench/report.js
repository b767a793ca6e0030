/** The judged results, for a terminal and for `docs/performance.md`: the same tables in Markdown. */
import { say } from './judge.js'

/** @param {ReturnType<import('./judge.js').judge>} judged */
export function tables({ timed, counted }) {
  return [...timed.map(timedTable), countedTable(counted)].join('\n')
}

function timedTable({ title, subject, missing, by, lines }) {
  const head = `### ${title}\n\n`
  if (missing) return `${head}Not measured: \`${subject}\` is not built.\n`
  const rows = lines.map(({ against, ours, value, other, must, beyond, verdict }) => [
    ours ? `${subject} against ${against}` : `${against} against ${subject}`,
    `${say(value)}×`,
    `${say(other)}×`,
    must ? `${must}×` : '',
    beyond ? `${beyond}×` : '',
    verdict,
  ])
  return (
    head +
    markdown(['takes as long', by === 'cpu' ? 'processor' : 'clock', by === 'cpu' ? 'clock' : 'processor', 'must', 'beyond', ''], rows)
  )
}

function countedTable(rows) {
  const names = ['@auth/core', 'next-auth 5', 'next-auth 4', 'better-auth', 'iron-session']
  const lines = rows.map(({ title, unit, ours, must, beyond, verdict, peers }) => [
    unit ? `${title}, ${unit}` : title,
    say(ours),
    must ?? '',
    beyond ?? '',
    verdict,
    ...names.map((name) => say(peers[name])),
  ])
  return `### Counted and weighed\n\n${markdown(['', 'ours', 'must', 'beyond', '', ...names], lines)}`
}

function markdown(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length), 3))
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return `${[line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n')}\n`
}

/** The page. `machine`, `versions` and `command` say what was measured, where and how. */
export function page(judged, { machine, node, versions, command, rounds, date }) {
  const unmet = judged.unmet.map(({ title, what }) => `- ${title}: ${what}`).join('\n')
  return `# Speed and size, side by side

This page is written by \`${command}\`; do not edit it by hand. Everything is measured in one process per group, in alternating rounds
(A B C, B C A, …; ${rounds} rounds): each number is the median over the rounds of the ratio *within* a round. Times of single runs vary by
half on a shared machine, ratios by about 15 %; so nothing here is an absolute time, but the cold start, which is milliseconds over a bare
\`node\` of the same round.

*Processor* is the time of all threads of the process, which other programs on the machine hardly change; *clock* is the time that passed.
A row is judged by its first column: the processor, but where requests run side by side, which only the clock sees.

Each peer signs somebody in and shows the right person before it is measured. All run in production mode with default options, its log
switched off; better-auth with its cookie cache, without its rate limit and with the same free password hash as everybody. Sessions last
30 days and are younger than a day. Requests carry the headers of a browser. *raw* is a handler that verifies nothing and answers a
constant; *floor* does the same work by hand on \`node:crypto\`, without options, callbacks and most checks. *Verified each time* means
4096 visitors in turn, more than are remembered. The provider is a process of its own on 127.0.0.1; the time with a request to it under
way is taken off.

*driver* is the statement that our adapter reads a session with, by the database's driver alone, on the same pool. *@auth/core, pg* has
\`@auth/pg-adapter\`, everybody else of that family \`@auth/kysely-adapter\`. A server of a database is started for the run, on the same
machine, with 32 MB of memory for its tables, and its processor time counts as that of whoever asked it: a second statement costs there,
too.

Measured on ${machine}, Node ${node}, ${date}, with ${versions}.

## ${judged.unmet.length === 0 ? 'All bounds are met' : 'Bounds not met'}

${unmet || 'Every *must* below holds.'}

## Tables

${tables(judged)}
## Not measured here

${['The time of a route inside `next start`', ...judged.absent, 'SQL Server, MongoDB, libSQL and Redis'].map((what) => `- ${what}`).join('\n')}
`
}
