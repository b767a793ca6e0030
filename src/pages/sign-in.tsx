/** @jsxImportSource preact */
import { Fragment, type VNode } from 'preact'
import { Credentials } from './credentials.js'
import { Heading } from './document.js'
import { Form } from './form.js'
import { Icon } from './icon.js'
import type { ButtonChoice, EmailChoice, Look, SignInChoice, SignInPage } from './page.js'
import { Sentence } from './sentence.js'
import { failureSentence, type Sentences } from './text.js'
import { webAddress } from './web-address.js'

/** Id of the sentence that says what went wrong. */
export const alertId = 'error'

/** Codes that speak of what was typed: the inputs concerned say so too. */
const typedWrong: ReadonlyMap<unknown, SignInChoice['kind']> = new Map<unknown, SignInChoice['kind']>([
  ['InvalidEmail', 'email'],
  ['EmailSignin', 'email'],
  ['CredentialsSignin', 'credentials'],
])

/** Whether an error speaks of what was typed into the form of a choice. */
export function blamesInput(error: string | undefined): (choice: SignInChoice) => boolean {
  return ({ kind }) => typedWrong.get(error) === kind
}

export interface SignInProps {
  readonly page: SignInPage
  readonly look: Look
  readonly text: Sentences
}

/** Every way to sign in, in the developer's order; an "or" parts a form from what stands around it. */
export function SignIn({ page, look, text }: SignInProps): VNode {
  const { providers, error } = page
  return (
    <>
      <Heading look={look} icon="lock" title={text.signIn}>
        <p>
          <Sentence of={text.signInTo} gaps={{ site: look.siteName }} />
        </p>
      </Heading>
      {error !== undefined && <Alert sentence={failureSentence(error, text)} />}
      {providers.length === 0 && <p class="note">{text.noWayIn}</p>}
      {providers.map((choice, index) => (
        <Fragment key={choice.id}>
          {index > 0 && (choice.kind !== 'button' || providers[index - 1]?.kind !== 'button') && <p class="or">{text.or}</p>}
          <Way choice={choice} index={index} page={page} text={text} />
        </Fragment>
      ))}
    </>
  )
}

function Alert({ sentence }: { readonly sentence: string }): VNode {
  return (
    <div class="alert" role="alert">
      <Icon name="alert" />
      <p id={alertId}>{sentence}</p>
    </div>
  )
}

interface WayProps {
  readonly choice: SignInChoice
  readonly index: number
  readonly page: SignInPage
  readonly text: Sentences
}

function Way({ choice, index, page, text }: WayProps): VNode {
  const { csrfToken, callbackUrl, error, email } = page
  const wrong = blamesInput(error)(choice)
  return (
    <Form action={choice.action} hidden={{ csrfToken, callbackUrl, ...(choice.kind === 'button' ? { via: 'page' } : {}) }}>
      {choice.kind === 'button' && <Provider choice={choice} index={index} text={text} />}
      {choice.kind === 'email' && <Email choice={choice} typed={email} wrong={wrong} text={text} />}
      {choice.kind === 'credentials' && <Credentials choice={choice} wrong={wrong} alertId={alertId} text={text} />}
    </Form>
  )
}

function Provider({ choice, index, text }: { readonly choice: ButtonChoice; readonly index: number; readonly text: Sentences }): VNode {
  const logo = webAddress(choice.style?.logo)
  const [initial = ''] = choice.name.trim()
  return (
    <button type="submit" class="provider">
      <span class={logo === undefined ? `mark mark-${index}` : 'mark logo-of'} aria-hidden="true">
        {/* biome-ignore lint/performance/noImgElement: this page is not one of Next's */}
        {logo === undefined ? initial.toUpperCase() : <img src={logo} alt="" />}
      </span>
      <span>{text.signInWith.replace('{provider}', () => choice.name)}</span>
    </button>
  )
}

interface EmailProps {
  readonly choice: EmailChoice
  readonly typed: string | undefined
  readonly wrong: boolean
  readonly text: Sentences
}

function Email({ choice, typed, wrong, text }: EmailProps): VNode {
  const id = `input-email-for-${choice.id}-provider`
  const told = `${id}-hint`
  return (
    <>
      <div class="field">
        <label for={id}>{text.emailLabel}</label>
        <input
          id={id}
          type="email"
          name="email"
          value={typed ?? ''}
          placeholder={text.emailPlaceholder}
          autocomplete="email webauthn"
          required
          aria-invalid={wrong ? 'true' : undefined}
          aria-describedby={wrong ? `${alertId} ${told}` : told}
        />
        <p class="hint" id={told}>
          {text.emailHint}
        </p>
      </div>
      <button type="submit" class="main">
        {text.signInWith.replace('{provider}', () => choice.name)}
      </button>
    </>
  )
}
