import { createAuth } from '../../src/engine/index.js'
import type { Site } from '../visitor.js'
import { type Options, origin, secret } from './published.js'

/** Our site with options in the words of whichever generation. */
export function ours(options: Options): Site & { readonly warnings: string[]; readonly errors: Error[] } {
  const warnings: string[] = []
  const errors: Error[] = []
  const logger = { error: (error: Error) => errors.push(error), warn: (code: string) => warnings.push(code), debug: () => {} }
  const auth = createAuth({ url: origin, secret, logger, ...options } as never)
  return { warnings, errors, handle: (request) => auth.handle(request) }
}
