import { AuthError } from '../base/errors.js'
import type { ConnectOptions } from './connect-options.js'
import type { Adapter } from './contract.js'
import { onDemand } from './on-demand.js'

/** The default export of v3: `Adapters.TypeORM.Adapter(url)` and, for the same, `Adapters.Default(url)`. */
export interface EarlierAdapters {
  readonly Default: typeof openTypeORM
  readonly TypeORM: { readonly Adapter: typeof openTypeORM; readonly Models: Record<string, never> }
  readonly Prisma: { readonly Adapter: typeof refusePrisma }
}

export const TypeORM: EarlierAdapters['TypeORM'] = {
  Adapter: openTypeORM,
  get Models(): never {
    return refuseModels()
  },
}

export const Prisma: EarlierAdapters['Prisma'] = { Adapter: refusePrisma }

const adapters: EarlierAdapters = { Default: openTypeORM, TypeORM, Prisma }

export default adapters

/** The database as the option `database` opens it. Throws `InvalidOption` for models of one's own. */
function openTypeORM(database: string | ConnectOptions, options: { models?: unknown } = {}): Required<Adapter> {
  if (options.models !== undefined) refuseModels()
  return onDemand(database)
}

function refuseModels(): never {
  throw new AuthError(
    'InvalidOption',
    'Models of TypeORM are not used any more. Pass the URL as `database`, and keep columns of your own in a table beside `users`.',
  )
}

function refusePrisma(..._options: readonly unknown[]): never {
  throw new AuthError(
    'InvalidOption',
    'The Prisma adapter of v3 is not part of this package. Pass the URL as `database`, or install @auth/prisma-adapter.',
  )
}
