/**
 * Values in the place of `{name}`, in a DN or a filter. Both let any character be written as a backslash and two hexadecimal digits
 * (RFC 4514 §2.4, RFC 4515 §3): what is no letter, digit or harmless mark is.
 */
export function insertEscaped(template: string, values: Readonly<Record<string, string>>): string {
  return insert(template, values, escaped)
}

/**
 * A name as Active Directory takes it: `name@example.org` or `EXAMPLE\name`. There is no escaping in it: a name with a character that
 * parts it from the domain, or that Windows keeps out of names, is none.
 */
export function insertInName(template: string, username: string): string | undefined {
  return /["/\\[\]:;|=,+*?<>@]/.test(username) ? undefined : insert(template, { username }, (value) => value)
}

/** All in one pass: what a value holds is never taken for a placeholder. */
function insert(template: string, values: Readonly<Record<string, string>>, write: (value: string) => string): string {
  return template.replace(/\{([A-Za-z][\w-]*)\}/g, (placeholder, name) =>
    Object.hasOwn(values, name) ? write(values[name] as string) : placeholder,
  )
}

/** Only ASCII: ldapts reads two digits as a character, not as an octet of UTF-8. */
function escaped(value: string): string {
  return value.replace(/[^\w.@\u0080-\uffff-]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
