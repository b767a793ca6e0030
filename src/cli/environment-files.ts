import { loadEnvFile } from 'node:process'

/**
 * Reads `.env` files in the order in which Next does: the more particular one wins, and what the environment has already stays.
 * https://nextjs.org/docs/app/guides/environment-variables#environment-variable-load-order
 */
export function loadEnvironmentFiles(env: Record<string, string | undefined>): void {
  const mode = env.NODE_ENV || 'development'
  const files = [`.env.${mode}.local`, ...(mode === 'test' ? [] : ['.env.local']), `.env.${mode}`, '.env']
  for (const file of files) {
    try {
      loadEnvFile(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}
