import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'
import { startBridge } from './published-upstash-bridge.js'

const why = 'a key of Redis is overwritten'

describe.skipIf(missing('redis'))('published adapters', () => {
  for (const name of ['@auth/upstash-redis-adapter', '@next-auth/upstash-redis-adapter'])
    publishedCases({
      name: `${name}, Redis behind Upstash’s REST`,
      lacks: { uniqueTokens: why, uniqueUsers: why },
      async open() {
        const { url, leave } = await databaseOn('redis')
        const bridge = await startBridge(url)
        const [{ UpstashRedisAdapter }, { Redis }] = await Promise.all([load(name), load('@upstash/redis')])
        return {
          adapter: UpstashRedisAdapter(new Redis({ url: bridge.url, token: bridge.token })) as Adapter,
          async close() {
            await bridge.close()
            await leave()
          },
        }
      },
    })
})
