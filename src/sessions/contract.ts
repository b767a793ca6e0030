import type { Adapter, AdapterUser } from '../adapters/contract.js'
import type { Account, JWT, MaybePromise, Profile, Session, User } from '../base/types.js'
import type { Context, Visit } from '../config/context.js'

/** Somebody who has just been let in. */
export interface Arrival {
  readonly user: User & { id: string }
  readonly account: Account
  readonly profile: Profile | undefined
  readonly isNewUser: boolean
  readonly amr: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number
}

/** A session that was read and found good. */
export interface Current {
  /** What the browser and the application may see. */
  readonly session: Session
  /** Id of the user. */
  readonly userId: string | undefined
  /** Id of the sign-in. */
  readonly sid: string | undefined
  /** Claims, under the `jwt` strategy. */
  readonly token?: JWT
  /** User, under the `database` strategy. */
  readonly user?: AdapterUser
  /** Whether `refresh` has anything to do. */
  readonly due: boolean
}

/** Who is here now. A strategy keeps sessions in tokens or in rows; nobody outside knows which. */
export interface Sessions {
  /** Whether a session is a row: then it begins in the same transaction as its user. */
  readonly stored: boolean
  /** Begins a session, ends the one that was there, and puts the cookie in the jar. `within` is the store inside a transaction. */
  start(arrival: Arrival, ctx: Context, within?: Adapter): Promise<void>
  /** The session, or `null`. Never writes, never sets a cookie. Throws only when it cannot be known. */
  read(visit: Visit): MaybePromise<Current | null>
  /** Prolongs a session that is due, and takes `data` of an update. Only where a cookie can be set. `null`: it has ended meanwhile. */
  refresh(current: Current, ctx: Context, update?: { readonly data: unknown }): Promise<Current | null>
  /** Ends it and clears the cookie, even when the store fails. Tells what ended, for the event. */
  end(ctx: Context): Promise<{ readonly session: unknown } | { readonly token: JWT | null } | null>
  /** Clears a cookie that is no session. */
  clear(ctx: Context): Promise<void>
  /** What a CSRF token is bound to: the same for the life of a session, empty for nobody. */
  binding(visit: Visit): MaybePromise<string>
}
