/** Every sentence of the mail with the link, in one language. */
export interface MailText {
  /** Language tag (BCP 47): `de`. */
  readonly lang: string
  /** The way the language is written. */
  readonly dir: 'ltr' | 'rtl'
  /** Subject and heading. `{site}` is the host: `app.example`. */
  readonly signInTo: string
  /** On the button. */
  readonly signIn: string
  /** Before the address, for those who cannot press the button. */
  readonly copyAddress: string
  /** `{until}` is when the link ends: `2026-11-24 12:00 UTC`. */
  readonly worksOnce: string
  readonly notYou: string
}

/**
 * Sentences of your own over ours, in the language that `lang` names (default `en`); or a function that gets the languages the visitor's
 * browser prefers, best first and in lower case, and returns such sentences.
 */
export type MailTextOption = Partial<MailText> | ((preferred: readonly string[]) => Partial<MailText>)
