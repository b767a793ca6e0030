/** The environment's variable for an option of a provider: `AUTH_GIT_HUB_ID` for `git-hub` and `ID`. */
export function providerVariable(id: string, name: string): string {
  return `AUTH_${id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_${name}`
}
