export declare function noteNotRun(line: string): void

export declare function takeNotRun(): string[]
