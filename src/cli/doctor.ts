import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Command, done, failed, misused, type Terminal } from './command.js'
import { type Application, readApplication } from './doctor/application.js'
import { addresses } from './doctor/checks/addresses.js'
import { database } from './doctor/checks/database.js'
import { options } from './doctor/checks/options.js'
import { packages } from './doctor/checks/packages.js'
import { providers } from './doctor/checks/providers.js'
import { routes } from './doctor/checks/routes.js'
import { secrets } from './doctor/checks/secrets.js'
import { explain } from './doctor/explain.js'
import { type Finding, sorted } from './doctor/finding.js'
import { type Recognised, recognise } from './doctor/generation.js'
import { asText, type Summary } from './doctor/print.js'
import { findRoutes } from './doctor/routes.js'
import { findConfigurations, isAboutAuth, type Subject } from './doctor/subject.js'

/** Each looks at one side; the order does not matter. */
const checks: readonly ((subject: Subject) => readonly Finding[])[] = [packages, secrets, addresses, routes, options, providers]

export const doctor: Command = {
  usage: 'doctor [folder] [--json] [--database [URL]] | doctor --explain CODE',
  summary: [
    'Reads an application written for next-auth v3, v4, v5 or this version, and says what differs and what to do. Nothing of it is run or changed.',
    'Exit code 1 when there are errors.',
    '--json      the same as data',
    '--database  looks into the database as well; the URL comes from where `migrate` has it from',
    '--explain   what a code of a finding, of an error or of a warning in the log means',
  ].join('\n'),
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: withUrl(args), options: words, allowPositionals: true })
    if (values.explain !== undefined) return explain(values.explain, terminal)
    const [folder = '.', ...rest] = positionals
    if (rest.length > 0) {
      terminal.complain(`Usage: npx next-auth ${doctor.usage}`)
      return misused
    }
    if (!existsSync(join(folder, 'package.json'))) {
      terminal.complain(`There is no package.json in ${folder}. Which folder is the application in? npx next-auth doctor path/to/it`)
      return misused
    }
    return examine(folder, terminal, values.json ?? false, values.database)
  },
}

const words = {
  json: { type: 'boolean' },
  database: { type: 'string' },
  explain: { type: 'string' },
} as const

/** `--database` may stand alone. */
function withUrl(args: readonly string[]): string[] {
  return args.map((word, at) => (word === '--database' && !/^[\w+-]+:/.test(args[at + 1] ?? '') ? '--database=' : word))
}

async function examine(folder: string, terminal: Terminal, json: boolean, url: string | undefined): Promise<number> {
  const app = readApplication(folder, terminal.env)
  if (app.wanted['next-auth'] === undefined && !app.sources.some((source) => isAboutAuth(app, source))) {
    terminal.complain(`Nothing in ${folder} has to do with next-auth.`)
    return misused
  }
  const recognised = recognise(app)
  const subject = { app, generation: recognised.generation, configurations: findConfigurations(app), routes: findRoutes(app) }
  const stored = url === undefined ? [] : await database(subject, url)
  const findings = sorted([...checks.flatMap((check) => check(subject)), ...stored])
  const summary = summarise(app, recognised, subject)
  if (json) terminal.print(JSON.stringify({ ...summary, findings }, null, 2))
  else for (const line of asText(summary, findings)) terminal.print(line)
  return findings.some(({ level }) => level === 'error') ? failed : done
}

const named = /^(next|react|next-auth|@auth\/.*|@next-auth\/.*)$/

function summarise(app: Application, { generation, evidence }: Recognised, { routes }: Subject): Summary {
  const packages = Object.keys(app.wanted).filter((name) => named.test(name))
  const versions = packages.map((name) => [name, app.installed(name)?.version ?? `${app.wanted[name]} (not installed)`])
  return {
    folder: app.folder,
    versions: Object.fromEntries([['node', process.versions.node], ...versions]),
    writtenFor: `v${generation}`,
    because: evidence,
    routes: routes.map(({ url, path }) => `${url} (${path})`),
  }
}
