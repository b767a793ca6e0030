// react/inner

/** What v5 keeps inside, as far as applications call it: to read the session again, now. `update()` of `useSession` says the same. */
export declare const __NEXTAUTH: {
    readonly _getSession: (options?: {
        event?: string;
    }) => Promise<Session | null>;
};

// react/session

export interface SessionProviderProps extends KeepAliveOptions {
    readonly children?: React.ReactNode;
    /** What the server found, `null` included: the page then starts without `loading` and without a request. */
    readonly session?: Session | null | undefined;
    /** Accepted for v4; requests go to the page's own origin. */
    readonly baseUrl?: string | undefined;
}

export interface UseSessionOptions<Required extends boolean = boolean> {
    /** Signed-in visitors only: others are sent to the sign-in page, and the status stays `loading` until they are gone. */
    required: Required;
    /** Instead of going to the sign-in page. */
    onUnauthenticated?: (() => void) | undefined;
}

/**
 * What `useSession` returns. While loading, `data` is typed `null` as in v4 and v5, and at run time it is `undefined` as there: code that
 * tells "not known yet" from "nobody" goes on working.
 */
export type SessionContextValue<Required extends boolean = false, S = Session> = {
    readonly data: S;
    readonly status: 'authenticated';
    readonly update: UpdateSession<S>;
} | {
    readonly data: null;
    readonly status: Required extends true ? 'loading' : 'unauthenticated' | 'loading';
    readonly update: UpdateSession<S>;
};

/** A session type, or a function that tells the session, such as `typeof auth`. */
export type SessionOf<T> = T extends boolean ? Session : T extends (...args: never[]) => infer R ? NonNullable<Awaited<R>> : T;

/** What `SessionProvider` hands down. It never changes, so no part of a page that still hydrates is thrown away; read it by `useSession`. */
export declare const SessionContext: React.Context<Store | undefined>;

/** Makes the session known to `useSession` everywhere below. */
export declare function SessionProvider({ children, ...options }: SessionProviderProps): React.ReactElement;

/**
 * Who is signed in, in a component below `SessionProvider`. `useSession<typeof auth>()` knows what your `session` callback returns.
 * @throws when there is no `SessionProvider` above.
 */
export declare function useSession<T = Session>(options: UseSessionOptions<true>): SessionContextValue<true, SessionOf<T>>;

export declare function useSession<T = Session>(options?: Partial<UseSessionOptions>): SessionContextValue<false, SessionOf<T>>;
