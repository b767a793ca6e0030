import type { Awaitable, User } from '../../base/types.js'
import type { CommonProvider } from './named.js'

/** One field of the sign-in form. */
export interface CredentialInput {
  label?: string
  type?: string
  placeholder?: string
  value?: string
  autocomplete?: string
  /** Whether the form is refused without it, by the browser. Default true. */
  required?: boolean
}

/** Names of the form's fields; any, where none is declared. */
export type FieldName<F> = 0 extends 1 & F ? string : [keyof F] extends [never] ? string : keyof F

/** What `authorize` sees of the request. `headers` may also be read as the object they were in v3 and v4, and so may what came with it. */
export interface AuthorizeRequest extends Request {
  // biome-ignore lint/suspicious/noExplicitAny: each is a text, as v3 and v4 did not say
  readonly headers: Headers & Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: the fields that were posted
  readonly body: any
  // biome-ignore lint/suspicious/noExplicitAny: the parameters of the address
  readonly query?: Record<string, any>
}

/** Whatever the application checks itself. */
export interface CredentialsProvider<F extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CommonProvider {
  type: 'credentials'
  /** The form's fields. */
  credentials: F
  /** The user, or `null`. Gets the declared fields only, each a string as it was typed, empty if it was not sent; with none declared, all that were sent. */
  authorize(credentials: Record<FieldName<F>, string>, request: AuthorizeRequest): Awaitable<User | null>
  /**
   * Called once, at start, with the environment's variables of this provider: `URL` means `AUTH_<ID>_URL`. Throws what has to be
   * refused; what it returns replaces `authorize`.
   */
  complete?(variable: (name: string) => string | undefined): Pick<CredentialsProvider<F>, 'authorize'>
  options?: Partial<CredentialsProvider<F>>
}
