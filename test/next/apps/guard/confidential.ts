/** What no answer to a stranger may hold. Put together here, so that no bundle holds it either. */
export const confidential = (of: string): string => `confidential-${of}-${process.env.CONFIDENTIAL}`
