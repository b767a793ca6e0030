import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { readDoors } from './tools/doors.js'

/** The package's own name leads to `src/`, so that a test imports what an application imports and needs no build. */
const doors = readDoors(import.meta.dirname).map(({ name, module }) => ({
  find: new RegExp(`^${name.replace('*', '(.+)')}$`),
  replacement: `${resolve(import.meta.dirname, module.replace(/^dist/, 'src')).replace('*', '$1')}.ts`,
}))

/** These want the machine for themselves: a browser, or a clock. */
const alone = ['browser', 'pages', 'performance'].map((folder) => `test/${folder}/**/*.test.{ts,tsx}`)

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: doors },
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 10_000 },
      },
      {
        resolve: { alias: doors },
        test: {
          name: 'flows',
          include: ['test/**/*.test.{ts,tsx,js}'],
          exclude: [...alone, 'test/databases/**', 'test/next/**', 'test/generations/**', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Real servers, started once for all files of this run; each file takes databases of its own.
        resolve: { alias: doors },
        test: {
          name: 'databases',
          include: ['test/databases/**/*.test.ts'],
          globalSetup: ['tools/services/global.js'],
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias: doors },
        test: { name: 'alone', include: alone, fileParallelism: false, maxWorkers: 1, testTimeout: 60_000, hookTimeout: 120_000 },
      },
      {
        // Real Next apps in a real browser: they install the packed tarball, so no alias here. One after the other, they are heavy.
        test: {
          name: 'next',
          include: ['test/next/**/*.test.ts'],
          globalSetup: ['tools/packed.js', 'tools/services/global.js'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        // Applications of earlier generations, with the package as it was published, and with the packed tarball in its place.
        test: {
          name: 'generations',
          include: ['test/generations/**/*.test.ts'],
          globalSetup: ['tools/packed.js'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
