/** `file` is empty when it is about the project itself. */
export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly says: string
}

/** @param project folder or file of a tsconfig; paths in the answer are relative to `root` */
export function typecheck(
  root: string,
  project: string,
  more?: readonly string[],
): { ok: boolean; output: string; diagnostics: Diagnostic[] }

export function parseDiagnostics(output: string): Diagnostic[]

/** Says so when there is nothing built to check against. */
export function isBuilt(root: string): boolean
