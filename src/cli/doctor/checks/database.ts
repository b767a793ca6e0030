import { done, type Terminal } from '../../command.js'
import { migrate } from '../../migrate.js'
import { type Finding, found } from '../finding.js'
import type { Subject } from '../subject.js'

/** Asks `migrate status`, which changes nothing. An empty URL is looked for where `migrate` looks. */
export async function database(subject: Subject, url: string): Promise<readonly Finding[]> {
  const { variables } = subject.app
  const [name] = ['AUTH_DATABASE_URL', 'DATABASE_URL'].filter((one) => variables.get(one))
  const given = url || (name && variables.get(name)?.value)
  const where = url || !name ? undefined : variables.get(name)?.where
  if (!given) return [found('database-unreachable', 'There is no URL of a database.', 'Set DATABASE_URL, or pass `--database URL`.')]
  const lines: string[] = []
  const listener: Terminal = { env: {}, print: (line) => lines.push(line), complain: (line) => lines.push(line) }
  try {
    return (await migrate.run(['status', '--database', given], listener)) === done ? [] : judge(lines, subject, where)
  } catch (error) {
    const what = `The database cannot be read: ${error instanceof Error ? error.message : error}`
    return [found('database-unreachable', what, 'Try it from where the application runs.', where)]
  }
}

function judge(lines: readonly string[], { configurations }: Subject, where: string | undefined): readonly Finding[] {
  const after = (word: string): readonly string[] => lines.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length)] : []))
  const [problems, pending] = [after('Problem: '), after('Pending: ')]
  const plan = 'Run `npx next-auth migrate plan`, read what it would do, then `npx next-auth migrate`.'
  const changed = problems.map((problem) => found('database-changed', problem, plan, where))
  if (pending.length === 0) return changed
  const rest = lines.filter((line) => !/^(Problem|Pending): /.test(line))
  const what = `${inOneLine(rest)} Pending: ${pending.join(', ')}.`
  // Without tables of ours, beside an adapter that has tables of its own.
  const isAdapters = /has schema 0;/.test(what) && configurations.some(({ option }) => option('adapter'))
  if (isAdapters && !configurations.some(({ option }) => option('database')))
    return [found('database-of-adapter', what, 'Keep the `adapter`, and nothing is needed.', where)]
  return [...changed, found('database-behind', what, plan, where)]
}

/** Lines that are indented are items of one list. */
function inOneLine(lines: readonly string[]): string {
  const isItem = (line: string | undefined): boolean => line?.startsWith(' ') ?? false
  return lines.map((line, at) => (isItem(line) ? `${line.trim()}${isItem(lines[at + 1]) ? ';' : '.'}` : line)).join(' ')
}
