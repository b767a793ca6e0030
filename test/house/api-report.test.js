import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compare, reportApi } from '../../tools/api-report.js'
import { packageOf } from './package-of.js'

const house = {
  'next/index.d.ts': `import type { Config } from '../config/options.js'
export { renamed as auth } from './auth.js'
export * from '../base/types.js'
/** Makes everything. */
declare function NextAuth(config: Config): void;
declare function NextAuth(config: Config, more: string): void;
export default NextAuth;
`,
  'next/auth.d.ts':
    'export declare function renamed(hidden?: string): Result;\ninterface Result { hidden: Session }\ninterface hidden { }\ninterface Session { }\n',
  'config/options.d.ts': `export interface Config { logger: import('./logger.js').Logger }\nexport interface Unused { }\n`,
  'config/logger.d.ts': 'export interface Logger { }\nexport declare function quiet(): void;\ndeclare global { interface Window { } }\n',
  'base/types.d.ts': '/** A person. */\nexport interface User { }\n',
}

test('the report lists every name of a door, with the file that declares it', () => {
  const { reports, missing } = reportApi(built(house))
  expect(missing).toEqual([])
  expect(reports.get('doors.txt')?.replace(/ +/g, ' ')).toBe('next-auth\n User base/types\n auth next/auth\n default next/index\n')
})

test('the report holds what the doors mention, and nothing else', () => {
  const { reports } = reportApi(built(house))
  expect([...reports.keys()]).toEqual(['doors.txt', 'base.d.ts', 'config.d.ts', 'next.d.ts'])
  expect(reports.get('base.d.ts')).toBe('// base/types\n\n/** A person. */\nexport interface User { }\n')
  expect(reports.get('config.d.ts')).toContain('interface Logger')
  expect(reports.get('config.d.ts')).toContain('declare global')
  expect(reports.get('config.d.ts')).not.toMatch(/Unused|quiet/)
  expect(reports.get('next.d.ts')).toContain('interface Session')
  expect(reports.get('next.d.ts')).not.toContain('interface hidden')
  expect(reports.get('next.d.ts')?.match(/declare function NextAuth/g)).toHaveLength(2)
})

test('a changed, a new and a forgotten report are named; an equal one is not', () => {
  const root = built({ ...house, '../api/next.d.ts': 'was\nsame\n', '../api/old.d.ts': '', '../api/base.d.ts': 'equal\n' })
  const now = new Map([
    ['next.d.ts', 'is\nsame\n'],
    ['base.d.ts', 'equal\n'],
    ['jwt.d.ts', 'fresh\n'],
  ])
  expect(compare(join(root, 'api'), now)).toEqual([
    'api/old.d.ts: nothing public is left of it',
    'api/next.d.ts: - was',
    'api/next.d.ts: + is',
    'api/jwt.d.ts: new',
  ])
  expect(compare(join(root, 'api'), new Map([['next.d.ts', 'same\nwas\n']]))).toContain('api/next.d.ts: the same lines in another order')
})

test('a door that is not built is missing', () => {
  expect(reportApi(built(house, { './react': 'react/index' })).missing).toEqual(['next-auth/react'])
})

/**
 * @param {Record<string, string>} files below `dist/`
 * @param {Record<string, string>} [more] doors
 */
function built(files, more = {}) {
  const doors = Object.entries({ '.': 'next/index', ...more }).map(([name, file]) => [name, { types: `./dist/${file}.d.ts` }])
  const dist = Object.entries(files).map(([path, text]) => [`dist/${path}`, text])
  return packageOf({ 'package.json': { name: 'next-auth', exports: Object.fromEntries(doors) }, ...Object.fromEntries(dist) })
}
