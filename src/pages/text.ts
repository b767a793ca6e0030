import { sentences } from './sentences.js'

/** Every sentence that a page says. `{site}`, `{provider}` and `{name}` are filled in. */
export interface Sentences {
  /** The way the language is written. */
  readonly dir: 'ltr' | 'rtl'
  /** Before the title of a page that reports an error, for those who hear titles. */
  readonly errorTitle: string
  readonly signIn: string
  readonly signInTo: string
  readonly signInWith: string
  readonly or: string
  readonly emailLabel: string
  readonly emailPlaceholder: string
  readonly emailHint: string
  readonly noWayIn: string
  readonly signOut: string
  readonly signOutOf: string
  readonly signedInAs: string
  readonly staySignedIn: string
  /** `{provider}` */
  readonly leaving: string
  readonly leavingText: string
  readonly leavingLink: string
  readonly checkMail: string
  readonly checkMailText: string
  readonly checkMailHint: string
  readonly backToSignIn: string
  readonly confirm: string
  readonly confirmText: string
  readonly confirmElsewhere: string
  readonly confirmElsewhereText: string
  readonly confirmElsewhereWarning: string
  readonly error: string
  readonly accessDenied: string
  readonly linkNotValid: string
  readonly tryAgain: string
  readonly welcome: string
  readonly welcomeName: string
  readonly welcomeText: string
  readonly goOn: string
  /** For an error that says nothing more. */
  readonly failed: string
  /** By `shown` code. What is missing here is said in English. */
  readonly failures: Readonly<Record<string, string>>
}

const english: Sentences = {
  dir: 'ltr',
  errorTitle: 'Error',
  signIn: 'Sign in',
  signInTo: 'to continue to {site}',
  signInWith: 'Sign in with {provider}',
  or: 'or',
  emailLabel: 'E-mail address',
  emailPlaceholder: 'name@example.com',
  emailHint: 'You will get a link that signs you in. No password needed.',
  noWayIn: 'There is no way to sign in here yet.',
  signOut: 'Sign out',
  signOutOf: 'Do you want to sign out of {site}?',
  signedInAs: 'You are signed in as {name}.',
  staySignedIn: 'Stay signed in',
  leaving: 'On the way to {provider}',
  leavingText: 'You are being taken there to sign in.',
  leavingLink: 'Continue to {provider}',
  checkMail: 'Check your e-mail',
  checkMailText: 'A link to sign in to {site} is on its way. Open it in this browser.',
  checkMailHint: 'Nothing there after a few minutes? Have a look at your spam folder, or ask for another link.',
  backToSignIn: 'Back to sign-in',
  confirm: 'Almost there',
  confirmText: 'You are signing in to {site} as {name}.',
  confirmElsewhere: 'Is this your account?',
  confirmElsewhereText: 'This link signs you in to {site} as {name}. It was asked for in another browser or on another device.',
  confirmElsewhereWarning: 'Go on only if you asked for it yourself. If somebody sent you this link, close this page.',
  error: 'Something went wrong',
  accessDenied: 'No access',
  linkNotValid: 'This link does not work any more',
  tryAgain: 'Try again',
  welcome: 'Welcome',
  welcomeName: 'Welcome, {name}',
  welcomeText: 'Your account at {site} is ready.',
  goOn: 'Continue',
  failed: 'Signing in did not work. Try again or choose another way.',
  failures: sentences,
}

/** By language tag. To add a language, add a row: a missing sentence does not compile. */
const languages: ReadonlyMap<string, Sentences> = new Map([['en', english]])

/** The sentences of a language, of its family (`de` for `de-AT`), or English ones. */
export function sentencesFor(lang: string | undefined): { lang: string; text: Sentences } {
  for (const tag of [lang ?? '', (lang ?? '').split('-')[0] ?? '']) {
    const text = languages.get(tag)
    if (text) return { lang: tag, text }
  }
  return { lang: 'en', text: english }
}

/** What a visitor reads for a code from the page's URL. Whatever is not a code of ours gets the sentence that always fits. */
export function failureSentence(code: unknown, text: Sentences): string {
  if (typeof code !== 'string' || !Object.hasOwn(sentences, code)) return text.failed
  const { failures } = Object.hasOwn(text.failures, code) ? text : english
  return failures[code] ?? text.failed
}
