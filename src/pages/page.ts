import type { Theme } from '../base/types.js'

/** What every page needs to know of the site. */
export interface Look {
  readonly theme: Theme
  /** The host, as visitors know it: `example.com`. */
  readonly siteName: string
  /** Fresh and random for each page (base64): what the page's own style and script carry. */
  readonly nonce: string
  /** A language tag (BCP 47). Default, and where there are no sentences in it: `en`. */
  readonly lang?: string
  /** Where the library's routes live: `/api/auth`. */
  readonly basePath: string
}

/** One page with all that it shows. Addresses of forms and links were judged before; anything but http(s) and absolute paths is left out. */
export type Page = SignInPage | SignOutPage | VerifyRequestPage | ConfirmPage | ErrorPage | NewUserPage | LeavingPage

export interface SignInPage {
  readonly page: 'signin'
  readonly providers: readonly SignInChoice[]
  readonly csrfToken: string
  readonly callbackUrl: string
  /** A `shown` code of `failures`; any other value gets a sentence that fits everything. */
  readonly error?: string
  /** `code` of a developer's own `CredentialsSignin`. For pages of the application: this one has no sentence for it. */
  readonly code?: string
  /** What the e-mail field begins with. */
  readonly email?: string
}

export interface SignOutPage {
  readonly page: 'signout'
  readonly csrfToken: string
  readonly callbackUrl: string
  readonly action: string
  /** A name or an address. */
  readonly signedInAs?: string
}

/** Check your mail. It never shows an address: the one in the page's URL could be anybody's (PG-11). */
export interface VerifyRequestPage {
  readonly page: 'verify-request'
}

/** What a mailed link opens. */
export interface ConfirmPage {
  readonly page: 'confirm'
  readonly action: string
  readonly csrfToken: string
  /** What the form sends beside the CSRF token. */
  readonly fields: Readonly<Record<string, string>>
  readonly maskedEmail: string
  /** Whether this browser asked for the link. Only then the page goes on by itself (EM-20). */
  readonly sameBrowser: boolean
}

export interface ErrorPage {
  readonly page: 'error'
  /** A `shown` code of `failures`. */
  readonly error?: string
  readonly signInUrl: string
}

export interface NewUserPage {
  readonly page: 'new-user'
  readonly name?: string
  readonly continueUrl: string
}

/**
 * Between the sign-in form and a provider. Chromium holds a form's `form-action` against every redirect after it, at the provider's
 * and at whoever the provider sends visitors on to; a page in between ends that, so that ours may keep to `'self'`.
 */
export interface LeavingPage {
  readonly page: 'leaving'
  /** Name of the provider. */
  readonly provider: string
  readonly to: string
}

/** A way to sign in: a form of its own. */
export type SignInChoice = ButtonChoice | EmailChoice | CredentialsChoice

interface Choice {
  readonly id: string
  readonly name: string
  readonly action: string
}

export interface ButtonChoice extends Choice {
  readonly kind: 'button'
  readonly style?: {
    /** http(s) URL or absolute path. */
    readonly logo?: string
    /** `#rgb`, `#rrggbb` or the name of a CSS colour, like `text`. */
    readonly brandColor?: string
    readonly text?: string
  }
}

export interface EmailChoice extends Choice {
  readonly kind: 'email'
}

export interface CredentialsChoice extends Choice {
  readonly kind: 'credentials'
  readonly fields: readonly CredentialsField[]
}

export interface CredentialsField {
  readonly name: string
  readonly label: string
  /** Type of the input; one that is no line of text becomes `text`. */
  readonly type: string
  readonly placeholder?: string
  readonly value?: string
  readonly autocomplete?: string
  readonly required: boolean
}

/** A page, ready to be sent with its Content-Security-Policy. */
export interface RenderedPage {
  readonly html: string
  readonly csp: string
  readonly status: number
}
