/** One word after `next-auth`. */
export interface Command {
  /** `migrate [plan|up|status|sql] [--database URL]` */
  readonly usage: string
  /** A line for the list of commands. */
  readonly summary: string
  /** Answers with the exit code. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** What a command knows of the world. Plain text only, so that it reads the same in a terminal, a file and a log. */
export interface Terminal {
  readonly env: Record<string, string | undefined>
  print(line: string): void
  complain(line: string): void
}

/** Exit codes: done, failed, not understood. */
export const done = 0
export const failed = 1
export const misused = 2
