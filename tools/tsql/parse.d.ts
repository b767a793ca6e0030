/** Why T-SQL cannot be parsed here; `undefined` where it can. */
export function missingParser(): string | undefined
/** What Microsoft's parser has against each of the texts. */
export function parseTsql(texts: readonly string[]): readonly (readonly string[])[]
