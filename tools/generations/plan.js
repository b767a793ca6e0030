// What is compiled with what: four applications, the packages they were written for, and the compilers of nine years.

/**
 * @typedef {'node10' | 'node16' | 'bundler'} Resolution
 * @typedef {{ version: string, frame: string, resolutions: readonly Resolution[] }} Compiler `frame` has the Next.js and the
 *   declarations of React that this compiler reads
 * @typedef {{ name: string, published: string, compiler: string, resolution: Resolution }} App with what it compiles against the
 *   package it was written for, to prove that it is a true one
 */

/** Next.js 16, beside which this package is developed. */
export const house = 'house'

/** @type {readonly Compiler[]} `node10` ends with 6, where it is deprecated; `bundler` begins with 5.0 */
export const compilers = [
  { version: '4.7', frame: 'next-13', resolutions: ['node10', 'node16'] },
  { version: '5.1', frame: 'next-14', resolutions: ['node10', 'node16', 'bundler'] },
  { version: '5.9', frame: house, resolutions: ['node10', 'node16', 'bundler'] },
  { version: '6.0', frame: house, resolutions: ['node10', 'node16', 'bundler'] },
  { version: '7.0', frame: house, resolutions: ['node16', 'bundler'] },
]

/** @type {readonly App[]} */
export const apps = [
  { name: 'v3-pages', published: 'v3', compiler: '4.7', resolution: 'node10' },
  { name: 'v4-pages', published: 'v4', compiler: '5.1', resolution: 'node10' },
  { name: 'v4-app', published: 'v4', compiler: '5.1', resolution: 'bundler' },
  { name: 'v5-app', published: 'v5', compiler: '5.9', resolution: 'bundler' },
]

/** What has `satisfies` in it, which TypeScript knows since 4.9. */
export const young = { files: /(^|\/)satisfied\.ts$/, since: 4.9 }

/**
 * @param {string} version of the compiler
 * @param {Resolution} resolution
 * @param {boolean} strict with what Next.js applications have, and what the strictest of them add
 * @returns {Record<string, unknown>} as in tsconfig.json
 */
export function optionsFor(version, resolution, strict) {
  const major = Number.parseInt(version, 10)
  return {
    target: 'es2017',
    lib: ['dom', 'dom.iterable', 'esnext'],
    module: resolution === 'node16' ? 'node16' : 'esnext',
    moduleResolution: resolution === 'node10' ? 'node' : resolution,
    ...(resolution === 'node10' && major === 6 ? { ignoreDeprecations: '6.0' } : {}),
    types: ['node', 'react', 'react-dom'],
    jsx: 'preserve',
    allowJs: true,
    checkJs: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    forceConsistentCasingInFileNames: true,
    skipLibCheck: false,
    noEmit: true,
    strict,
    ...(strict ? { isolatedModules: true } : {}),
    ...(strict && major >= 5 ? { verbatimModuleSyntax: true } : {}),
  }
}

/**
 * Names that mean something else with us, or nothing, and why: `door name`.
 * @type {Readonly<Record<string, string>>}
 */
export const otherNames = {}
