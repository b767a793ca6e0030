import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installLaboratory } from '../../tools/laboratory.js'

type Params = Readonly<Record<string, unknown>>

/** `next-auth/jwt` of a generation, as it was published. */
export interface PublishedJwt {
  encode(params: Params): Promise<string>
  /** Claims, `null`, or an exception: whoever refuses, refuses. */
  decode(params: Params): Promise<Record<string, unknown> | null>
}

export interface Published {
  readonly v3: PublishedJwt
  readonly v4: PublishedJwt
  readonly v5: PublishedJwt
}

/** What 3.29.10, 4.24.15 and 5.0.0-beta.32 really do. Their warnings of derived keys are not what a test is about. */
export async function loadPublished(): Promise<Published> {
  const place = installLaboratory(import.meta.dirname, 'published')
  const require = createRequire(join(place, 'index.js'))
  const v3 = require('next-auth-v3/jwt') as PublishedJwt
  const v4 = require('next-auth-v4/jwt') as PublishedJwt
  const v5 = (await import(join(place, 'node_modules/next-auth-v5/jwt.js'))) as PublishedJwt
  return { v3, v4, v5 }
}
