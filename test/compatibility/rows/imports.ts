import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { laboratory, load } from '../published.js'
import { differs, type Generation, generations, type Row, rows, type Verdict } from '../table.js'

const kind = 'Imports'
const folders: Readonly<Record<Generation, string>> = { v3: 'next-auth-3', v4: 'next-auth-4', v5: 'next-auth-5' }

/** Doors that cannot be loaded as they were published: `next/server` without its ending, and a package that is not there. */
const readInText: ReadonlySet<string> = new Set(['v5 .', 'v5 ./webauthn', 'v5 ./providers/passkey', 'v5 ./providers/webauthn'])

const exceptions: Readonly<Record<string, Verdict>> = {
  'v5 next-auth/react __NEXTAUTH': differs('`_getSession` of it', '0657'),
  'v5 next-auth/webauthn signIn': differs('rejects, with a sentence', '0654'),
  'v5 next-auth/providers/passkey default': differs('throws when the configuration is read, with a sentence', '0654'),
  'v5 next-auth/providers/webauthn default': differs('throws when the configuration is read, with a sentence', '0654'),
  'v3 next-auth/adapters Prisma': differs('refused in words', '0656'),
}

/** Every door, and every name it has at run time, as the published packages say. */
export async function imports(): Promise<Row[]> {
  const found = await Promise.all(generations.map(doorsOf))
  return found.flat().flatMap(({ generation, door, names, throws }) =>
    throws
      ? rows(kind, `\`${door}\``, { [generation]: differs('works, as in v4, where v5 throws', '0656') }, async () =>
          expect(Object.keys(await ours(door)).length).toBeGreaterThan(0),
        )
      : names.flatMap((name) =>
          rows(kind, `\`${name}\` of \`${door}\``, { [generation]: exceptions[`${generation} ${door} ${name}`] ?? 'same' }, async () => {
            const module = await ours(door)
            expect(Object.keys(module)).toContain(name)
            if (name === 'default')
              for (const member of await membersOf(generation, door)) expect(Object.keys(module.default as object)).toContain(member)
          }),
        ),
  )
}

interface Door {
  readonly generation: Generation
  /** As an application imports it. */
  readonly door: string
  readonly names: readonly string[]
  readonly throws: boolean
}

async function doorsOf(generation: Generation): Promise<Door[]> {
  const folder = folders[generation]
  const { exports } = JSON.parse(readFileSync(join(laboratory, folder, 'package.json'), 'utf8'))
  const doors: Door[] = []
  for (const [key, target] of Object.entries<string | { default?: string }>(exports)) {
    const path = typeof target === 'string' ? target : target.default
    if (path === undefined || key.endsWith('.json')) continue
    const paths = path.includes('*')
      ? filesOf(folder, path).map((name) => [key.replace('*', name), path.replace('*', name)] as const)
      : [[key, path] as const]
    for (const [at, file] of paths)
      doors.push({ generation, door: `next-auth${at.slice(1)}`, ...(await namesOf(generation, at, join(folder, file))) })
  }
  return doors
}

function filesOf(folder: string, path: string): string[] {
  const names = readdirSync(join(laboratory, folder, path.slice(0, path.indexOf('*')))).map((name) => /^([\w-]+)\.js$/.exec(name)?.[1])
  // v5 lists its declarations as modules, and v4 the types of its OAuth providers; there is nothing in them at run time.
  return names.filter((name): name is string => name !== undefined && !['index', 'oauth-types', 'provider-types'].includes(name))
}

async function namesOf(generation: Generation, at: string, file: string): Promise<{ names: string[]; throws: boolean }> {
  if (readInText.has(`${generation} ${at}`)) return { names: namesInText(readFileSync(join(laboratory, file), 'utf8')), throws: false }
  try {
    return { names: Object.keys(await load(file)).filter((name) => name !== 'module.exports'), throws: false }
  } catch (error) {
    if (error instanceof ReferenceError) return { names: [], throws: true }
    throw error
  }
}

function namesInText(text: string): string[] {
  const declared = [...text.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(([, name]) => name as string)
  const listed = [...text.matchAll(/^export \{ ([^}]+) \}/gm)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.trim().split(' as ').at(-1) as string),
  )
  return [...new Set([...declared, ...listed, ...(/^export default/m.test(text) ? ['default'] : [])])]
}

/** Members of a default export that is an object: the provider functions, the client. */
async function membersOf(generation: Generation, door: string): Promise<string[]> {
  if (generation !== 'v3' || !/\/(providers|client|jwt|adapters)$/.test(door)) return []
  const { exports } = JSON.parse(readFileSync(join(laboratory, folders.v3, 'package.json'), 'utf8'))
  return Object.keys((await load(join(folders.v3, exports[`.${door.slice('next-auth'.length)}`]))).default)
}

async function ours(door: string): Promise<Record<string, unknown>> {
  return import(/* @vite-ignore */ door)
}
