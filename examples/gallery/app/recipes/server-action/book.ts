export interface Entry {
  readonly by: string
  readonly text: string
  readonly at: string
}

/** Kept as long as the server runs. An app of yours has a database for this. */
export const book: Entry[] = []
