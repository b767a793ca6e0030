/** @jsxImportSource preact */
import type { VNode } from 'preact'
import type { CredentialsChoice, CredentialsField } from './page.js'
import type { Sentences } from './text.js'

/** Inputs that hold a line of text. */
const lineTypes = ['text', 'password', 'email', 'tel', 'url', 'number', 'search', 'date'] as const

interface CredentialsProps {
  readonly choice: CredentialsChoice
  /** Whether these are the fields that the page's error speaks of. */
  readonly wrong: boolean
  readonly alertId: string
  readonly text: Sentences
}

/** The developer's own fields. */
export function Credentials({ choice, wrong, alertId, text }: CredentialsProps): VNode {
  return (
    <>
      {choice.fields.map((field) => {
        const id = `input-${field.name}-for-${choice.id}-provider`
        const told = wrong ? ({ 'aria-invalid': 'true', 'aria-describedby': alertId } as const) : {}
        if (field.type === 'hidden') return <input key={field.name} type="hidden" name={field.name} value={field.value ?? ''} />
        return field.type === 'checkbox' ? (
          <div class="check" key={field.name}>
            <input id={id} type="checkbox" name={field.name} value={field.value ?? 'on'} required={field.required} />
            <label for={id}>{field.label}</label>
          </div>
        ) : (
          <div class="field" key={field.name}>
            <label for={id}>{field.label}</label>
            <Line id={id} field={field} told={told} />
          </div>
        )
      })}
      <button type="submit" class="main">
        {text.signInWith.replace('{provider}', () => choice.name)}
      </button>
    </>
  )
}

interface LineProps {
  readonly id: string
  readonly field: CredentialsField
  readonly told: { readonly 'aria-invalid'?: 'true'; readonly 'aria-describedby'?: string }
}

function Line({ id, field, told }: LineProps): VNode {
  const { name, placeholder, required } = field
  const type = lineTypes.find((known) => known === field.type) ?? 'text'
  // A password in the page's source would be readable by whoever opens the page.
  const value = type === 'password' ? '' : (field.value ?? '')
  const autocomplete = field.autocomplete ?? autocompleteOf(name, type)
  const attributes: Record<string, string | boolean | undefined> = { id, type, name, value, placeholder, autocomplete, required, ...told }
  return <input {...attributes} autocapitalize="none" spellcheck={false} />
}

/** What password managers go by (HTML §4.10.18.7.1). With a password beside it, an e-mail address is a user name. */
function autocompleteOf(name: string, type: string): string | undefined {
  if (type === 'password') return 'current-password'
  if (type === 'email' || /^(user(name|_name|id)?|login|e-?mail)$/i.test(name)) return 'username'
  return /^(otp|totp|code|one-?time-?code)$/i.test(name) ? 'one-time-code' : undefined
}
