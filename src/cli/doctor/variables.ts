import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** A variable, and who set it: `.env.local:3`, or the environment itself. */
export interface Variable {
  readonly value: string
  readonly where: string
}

export interface Variables {
  /** What the application has in production, as far as it can be known here. */
  get(name: string): Variable | undefined
  /** Every name in every `.env` file, with its place. */
  readonly written: readonly { readonly name: string; readonly where: string }[]
}

const environment = 'the environment'
/** As `next start` reads them, the first one wins; https://nextjs.org/docs/app/guides/environment-variables#environment-variable-load-order */
const production = ['.env.production.local', '.env.local', '.env.production', '.env']
const others = ['.env.development.local', '.env.development', '.env.test']

export function readVariables(folder: string, env: Readonly<Record<string, string | undefined>>): Variables {
  const files = production.map((file) => readFile(folder, file))
  const outside = new Map(Object.entries(env).map(([name, value]) => [name, { value: value ?? '', where: environment }]))
  const layers = [outside, ...files]
  // The first that names it decides, as in Next; empty text is then as good as absent.
  const raw = (name: string): Variable | undefined => layers.find((layer) => layer.has(name))?.get(name)
  const get = (name: string): Variable | undefined => {
    const variable = raw(name)
    return variable?.value ? { ...variable, value: expand(variable, (other) => raw(other)?.value) } : undefined
  }
  const all = [...files, ...others.map((file) => readFile(folder, file))]
  return { get, written: all.flatMap((file) => [...file].map(([name, { where }]) => ({ name, where }))) }
}

function readFile(folder: string, file: string): ReadonlyMap<string, Variable> {
  let text: string
  try {
    text = readFileSync(join(folder, file), 'utf8')
  } catch {
    return new Map()
  }
  const values = Object.entries(parseEnv(text))
  return new Map(values.map(([name, value = '']) => [name, { value, where: `${file}:${lineOf(text, name)}` }]))
}

function lineOf(text: string, name: string): number {
  const at = text.search(new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name.replace(/[^\w]/g, '\\$&')}[ \\t]*=`, 'm'))
  return text.slice(0, Math.max(at, 0)).split('\n').length
}

/** Next puts other variables where a file says `$NAME` or `${NAME}`; `\$` is a dollar. One level of them is enough to judge by. */
function expand({ value, where }: Variable, look: (name: string) => string | undefined): string {
  if (where === environment) return value
  return value.replace(/\\\$|\$\{(\w+)\}|\$(\w+)/g, (whole, braced = '', bare = braced) =>
    bare === '' ? whole.slice(-1) : (look(bare) ?? ''),
  )
}
