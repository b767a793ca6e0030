import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, folder, missing, type Place } from './published-place.js'

const why = 'a key is overwritten'

function held(
  where: string,
  driver: string,
  open: () => Promise<Place>,
  optionsOf: (url: string) => object,
  lacks: Published['lacks'] = {},
): void {
  publishedCases({
    name: `@auth/unstorage-adapter, ${where}`,
    lacks: { uniqueTokens: why, uniqueUsers: why, ...lacks },
    async open(): ReturnType<Published['open']> {
      const { url, leave } = await open()
      const [{ UnstorageAdapter }, { createStorage }, { default: driverOf }] = await Promise.all(
        ['@auth/unstorage-adapter', 'unstorage', `unstorage/drivers/${driver}`].map((name) => load(name)),
      )
      const storage = createStorage({ driver: driverOf(optionsOf(url)) })
      return {
        adapter: UnstorageAdapter(storage) as Adapter,
        async close() {
          await storage.dispose()
          await leave()
        },
      }
    },
  })
}

describe('published adapters', () => {
  held('memory', 'memory', folder, () => ({}))
  held('files', 'fs', folder, (base) => ({ base }), { wholeReads: 'a file is empty while it is written' })
})

describe.skipIf(missing('redis'))('published adapters', () => {
  held(
    'Redis',
    'redis',
    () => databaseOn('redis'),
    (url) => ({ url, base: 'app' }),
  )
})
