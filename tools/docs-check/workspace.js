// Lays out the code blocks of each document as files that the compiler can check.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/**
 * @typedef {import('./markdown.js').Block} Block
 * @typedef {{ document: string, blocks: Block[] }} Chapter
 *
 * @typedef {object} Workspace
 * @property {string[]} projects tsconfig files, relative to the folder
 * @property {Map<string, { document: string, line: number }>} origins document and line of each file's first line
 */

/** What a document may import from `@/auth` without showing it again. */
const assumedAuth = `import NextAuth from 'next-auth'\nexport const { handlers, auth, signIn, signOut } = NextAuth({ providers: [] })\n`

const options = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  types: ['node'],
  jsx: 'react-jsx',
  noEmit: true,
  skipLibCheck: true,
}

/**
 * A block whose first line is `// auth.ts` is that file, and the other blocks of its document may import it as `@/auth` or `./auth`.
 * The second block of the same name is a variant that nobody imports.
 * @param {string} folder empty
 * @param {readonly Chapter[]} chapters
 * @returns {Workspace}
 */
export function layOut(folder, chapters) {
  /** @type {Workspace} */
  const workspace = { projects: [], origins: new Map() }
  for (const typed of [true, false]) {
    /** @type {string[]} */
    const shared = []
    for (const { document, blocks } of chapters) {
      const own = blocks.filter(({ language }) => /^t/.test(language) === typed)
      if (own.length === 0) continue
      const room = `${document.replaceAll(/[^A-Za-z0-9]+/g, '-')}${typed ? '' : '-js'}`
      layOutChapter(folder, room, document, own, workspace)
      // An augmentation reaches every file of a program, so whoever augments is checked alone.
      if (own.some(({ text }) => /declare (module|global)/.test(text))) addProject(folder, room, [room], typed, workspace)
      else shared.push(room)
    }
    if (shared.length > 0) addProject(folder, typed ? 'all' : 'all-js', shared, typed, workspace)
  }
  return workspace
}

/**
 * @param {string} folder
 * @param {string} room
 * @param {string} document
 * @param {readonly Block[]} blocks
 * @param {Workspace} workspace
 */
function layOutChapter(folder, room, document, blocks, { origins }) {
  const taken = new Set()
  const files = blocks.map((block, index) => {
    const named = nameOf(block)
    const path = named && !taken.has(named) ? named : `block-${index + 1}/${named ?? `block.${/^t/.test(block.language) ? 'tsx' : 'jsx'}`}`
    taken.add(path)
    return { block, path }
  })
  for (const { block, path } of files) {
    origins.set(`${room}/${path}`, { document, line: block.line })
    write(folder, `${room}/${path}`, asModule(block.text.replaceAll(/(['"])@\//g, (_, quote) => `${quote}${wayUp(path)}`)))
  }
  // Somewhere an application imports what it augments; without that, the compiler says that there is no such module.
  const augmented = blocks.flatMap(({ text }) => [...text.matchAll(/declare module ('[^']+'|"[^"]+")/g)].map(([, name]) => name))
  if (augmented.length > 0) write(folder, `${room}/application.ts`, augmented.map((name) => `// @ts-ignore\nimport ${name}\n`).join(''))
  if (!taken.has('auth.ts') && blocks.some(({ text }) => /['"](@|\.)\/auth['"]/.test(text))) write(folder, `${room}/auth.ts`, assumedAuth)
}

/** @param {Block} block */
function nameOf({ text, words }) {
  const name = words.match(/(?:title|file)="?([^"\s]+)/)?.[1] ?? text.match(/^\/\/ ([\w@.[\]()/-]+\.[jt]sx?)\s*$/m)?.[1]
  const first = words.includes('=') || text.startsWith('// ')
  return name && first && !name.includes('..') ? name.replace(/^\//, '') : undefined
}

/** @param {string} text */
function asModule(text) {
  return /^\s*(import|export)\b/m.test(text) ? `${text}\n` : `${text}\nexport {}\n`
}

/** @param {string} path */
function wayUp(path) {
  const up = posix.relative(posix.dirname(path), '.')
  return up ? `${up}/` : './'
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {readonly string[]} rooms
 * @param {boolean} typed
 * @param {Workspace} workspace
 */
function addProject(folder, name, rooms, typed, { projects }) {
  const script = typed ? { strict: true } : { strict: false, allowJs: true, checkJs: true }
  const include = rooms.map((room) => `${room}/**/*`)
  write(folder, `tsconfig.${name}.json`, JSON.stringify({ compilerOptions: { ...options, ...script }, include }, null, 2))
  projects.push(`tsconfig.${name}.json`)
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string} text
 */
function write(folder, path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
