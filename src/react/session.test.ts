import { expectTypeOf, test } from 'vitest'
import type { Session } from '../base/types.js'
import type { SessionContextValue, SessionOf, useSession } from './session.js'

interface Own {
  readonly role: 'admin' | 'guest'
}

type Auth = () => Promise<Own | null>

test('the type of a session comes from `auth`, from a type, or is that of the package', () => {
  expectTypeOf<SessionOf<Auth>>().toEqualTypeOf<Own>()
  expectTypeOf<SessionOf<Own>>().toEqualTypeOf<Own>()
  expectTypeOf<SessionOf<true>>().toEqualTypeOf<Session>()
  expectTypeOf<ReturnType<typeof useSession<Auth>>>().toEqualTypeOf<SessionContextValue<false, Own>>()
})

test('the status tells whether there is a session', () => {
  type Narrowed<V, S> = Extract<V, { status: S }>
  expectTypeOf<Narrowed<SessionContextValue, 'authenticated'>['data']>().toEqualTypeOf<Session>()
  expectTypeOf<Exclude<SessionContextValue, { status: 'authenticated' }>['data']>().toEqualTypeOf<null>()
  expectTypeOf<SessionContextValue<true>['status']>().toEqualTypeOf<'authenticated' | 'loading'>()
})
