import type { Session } from '../base/types.js'
import { getSession } from '../browser/read.js'

/** What v5 keeps inside, as far as applications call it: to read the session again, now. `update()` of `useSession` says the same. */
export const __NEXTAUTH: { readonly _getSession: (options?: { event?: string }) => Promise<Session | null> } = {
  _getSession: () => getSession(),
}
