// The servers that the tests talk to: what one is, and what is known of one that runs.

export type ServerName = 'postgres-15' | 'postgres-18' | 'mariadb' | 'mysql-5.6' | 'redis' | 'mongodb' | 'mssql' | 'slapd' | 'samba-ad'

/** A server that answers, ours or somebody else's. */
export interface Server {
  readonly name: ServerName
  /** With user, percent-encoded password and a database that is there. It belongs to nobody: ask for a fresh one. */
  readonly url: string
  /** @returns URL of a fresh, empty database. In Redis it is one of 1000 numbered ones, taken in turn; in a directory a branch. */
  createDatabase(): Promise<string>
  /** @param url what `createDatabase` returned; connections to it are ended where the server can */
  dropDatabase(url: string): Promise<void>
}

/** A server that we started, as a process of its own, and may treat badly. */
export interface OwnServer extends Server, AsyncDisposable {
  readonly port: number
  /** Its data and its log; gone after `stop()`. */
  readonly folder: string
  /** PostgreSQL: the folder of its Unix socket. MariaDB, MySQL: the path of it. */
  readonly socket: string | undefined
  /** slapd, when started with `tls`: where TLS begins at once, `ldaps://127.0.0.1:…`. */
  readonly secureUrl: string | undefined
  /** Path of the authority's certificate (PEM), when started with `tls`. The server's is for `localhost` and 127.0.0.1. */
  readonly ca: string | undefined
  /** Its process and the children of that, as long as they live. */
  pids(): number[]
  /** SIGKILL: in the middle of whatever it does. What was committed is there after `restart()`; Redis starts empty. */
  kill(): Promise<void>
  /** Starts it again: same port, same data. If it runs, it is asked to end first, and says goodbye to its clients. */
  restart(): Promise<void>
  /** It keeps its connections and answers nothing. */
  freeze(): void
  thaw(): void
  /** Ends it and removes the folder. A second call does nothing. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** Encrypted connections: offered by PostgreSQL, MariaDB and slapd (not demanded), the only ones with Redis. Others refuse the option. */
  readonly tls?: boolean
}

export interface Service {
  readonly name: ServerName
  /** The environment variable whose URL stands for a server of somebody else's. */
  readonly variable?: string
  /** A few words on why none can be started here; undefined when one can. */
  missing(): string | undefined
  start(options?: StartOptions): Promise<OwnServer>
  createDatabase(url: string): Promise<string>
  dropDatabase(url: string): Promise<void>
}

/** What is peculiar to one kind of server; `run.js` does the rest. */
export interface Recipe extends Omit<Service, 'start'> {
  /** Who may run it when we are root, the first that the system knows; `nobody` is tried last. */
  readonly users: readonly string[]
  /** The signal that ends it soonest without leaving anything behind. */
  readonly endSignal: NodeJS.Signals
  /** The signal on which it says goodbye to its clients. */
  readonly leaveSignal: NodeJS.Signals
  readonly tls: boolean
  /** Fills `place.data`, before the first start. */
  prepare(place: Place): Promise<void>
  command(place: Place): { readonly file: string; readonly words: readonly string[]; readonly env?: Readonly<Record<string, string>> }
  /** After the first start: throws until it has done what is left to do. */
  settle?(place: Place): Promise<void>
  /** Throws until the server answers. */
  answers(place: Place): Promise<void>
  url(place: Place): string
  socket?(place: Place): string
  secureUrl?(place: Place): string | undefined
  /** After SIGKILL, when it will not start again: removes what is outside the folder. */
  forget?(place: Place): void
}

export interface Place {
  readonly folder: string
  /** Folder for the data, in `folder`. */
  readonly data: string
  readonly port: number
  readonly certificate: Certificate | undefined
  /** Gives a file, or a folder with all that is in it, to the server's user. */
  give(path: string): void
  /** Runs a command to its end, as the server's user, with its output in the log. Rejects when it fails. */
  run(file: string, words: readonly string[], env?: Readonly<Record<string, string>>): Promise<void>
}

/** Paths of PEM files. */
export interface Certificate {
  readonly ca: string
  readonly cert: string
  readonly key: string
}
