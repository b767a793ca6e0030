/** What was said to a server. */
export interface Heard {
  readonly text: string
  readonly values: readonly unknown[]
}

/** The same pool of `pg` or `mysql2`, with an ear on each of its connections. */
export function listening<P extends object>(pool: P, heard: Heard[]): P {
  return seen(pool, {
    connect: async (...words) => clientOf(await call(pool, 'connect', words), heard),
    getConnection: async (...words) => clientOf(await call(pool, 'getConnection', words), heard),
  })
}

type Method = (...words: readonly unknown[]) => unknown

function clientOf(client: unknown, heard: Heard[]): object {
  const listen =
    (name: string): Method =>
    (...words) => {
      const [said, values] = words
      const { text, values: inside } = typeof said === 'string' ? { text: said, values } : (said as Heard)
      heard.push({ text, values: (inside ?? []) as readonly unknown[] })
      return call(client as object, name, words)
    }
  return seen(client as object, { query: listen('query'), execute: listen('execute') })
}

/** The object, with some of its methods replaced. */
function seen<T extends object>(target: T, methods: Readonly<Record<string, Method>>): T {
  return new Proxy(target, {
    get(_, name) {
      const member = Reflect.get(target, name, target) as unknown
      if (typeof member !== 'function') return member
      return (typeof name === 'string' ? methods[name] : undefined) ?? member.bind(target)
    },
  })
}

function call(target: object, name: string, words: readonly unknown[]): unknown {
  return (Reflect.get(target, name) as Method).apply(target, [...words])
}
