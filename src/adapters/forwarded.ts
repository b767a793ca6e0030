import type { Adapter } from './contract.js'

const verbs = [
  'createUser',
  'getUser',
  'getUserByEmail',
  'getUserByAccount',
  'updateUser',
  'deleteUser',
  'linkAccount',
  'unlinkAccount',
  'createSession',
  'getSessionAndUser',
  'updateSession',
  'deleteSession',
  'createVerificationToken',
  'useVerificationToken',
  'transaction',
  'countAttempt',
  'sweep',
  'prepare',
] as const satisfies readonly (keyof Adapter)[]

/** All verbs of an adapter that may not be there yet: they go to it as they are once it is, and wait for it until then. */
export function forwarded(there: () => Adapter | undefined, come: () => Promise<Adapter>): Omit<Required<Adapter>, 'close'> {
  const forward = (verb: (typeof verbs)[number]) => {
    // The arguments and the answer are those of the verb; TypeScript cannot follow them through a list of names.
    const call = (adapter: Adapter, args: readonly unknown[]): unknown =>
      (adapter[verb] as (...args: readonly unknown[]) => unknown)(...args)
    return (...args: readonly unknown[]): unknown => {
      const adapter = there()
      return adapter ? call(adapter, args) : come().then((opened) => call(opened, args))
    }
  }
  return Object.fromEntries(verbs.map((verb) => [verb, forward(verb)])) as unknown as Omit<Required<Adapter>, 'close'>
}
