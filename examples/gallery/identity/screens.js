import { hueOf, initials, people } from './people.js'

/** @typedef {import('./people.js').Person} Person */

/** What the scopes of this server let an application know. */
const facts = {
  profile: 'your name and your picture',
  email: 'your e-mail address',
  person: 'your name, your picture and your e-mail address',
}

/**
 * Who are you?
 * @param {{ action: string, hint?: string | undefined, problem?: string | undefined }} shown
 */
export function chooser({ action, hint = '', problem }) {
  const choices = people.map(
    (person) => `
      <button class="person" name="person" value="${escapeHtml(person.id)}">
        ${face(person.name)}
        <span><strong>${escapeHtml(person.name)}</strong><small>${escapeHtml(person.email)}</small></span>
      </button>`,
  )
  return screen(
    'Who are you?',
    `<p class="lead">This identity server runs on your machine. It believes everybody and forgets them when it stops.</p>
    <form method="post" action="${escapeHtml(action)}/login" class="people">${choices.join('')}</form>
    <div class="or"><span>or</span></div>
    <form method="post" action="${escapeHtml(action)}/login" class="typed">
      <label for="name">Be somebody else</label>
      <div class="row">
        <input id="name" name="name" value="${escapeHtml(hint)}" placeholder="Dora" autocomplete="off" maxlength="60" required
          ${problem ? 'aria-invalid="true" aria-describedby="problem"' : ''}>
        <button class="primary">Continue</button>
      </div>
      ${problem ? `<p id="problem" class="problem" role="alert">${escapeHtml(problem)}</p>` : ''}
    </form>
    ${cancel(action)}`,
  )
}

/**
 * May the application know this?
 * @param {{ action: string, person: Person, scopes: readonly string[], client: string }} shown
 */
export function consent({ action, person, scopes, client }) {
  const wanted = scopes.flatMap((scope) => (Object.hasOwn(facts, scope) ? [facts[/** @type {keyof typeof facts} */ (scope)]] : []))
  return screen(
    `${client} wants to know you`,
    `<div class="whom">${face(person.name)}<span><strong>${escapeHtml(person.name)}</strong><small>${escapeHtml(person.email)}</small></span></div>
    <p class="lead">It will be told:</p>
    <ul class="facts">${wanted.map((fact) => `<li>${escapeHtml(fact)}</li>`).join('')}</ul>
    <form method="post" action="${escapeHtml(action)}/confirm"><button class="primary wide" autofocus>Allow</button></form>
    ${cancel(action)}`,
  )
}

/** @param {string} said */
export function problem(said) {
  return screen('That did not work', `<p class="lead">${escapeHtml(said)}</p><p class="lead">Go back to the gallery and begin again.</p>`)
}

/**
 * A picture for a person: their initials on a colour of their own.
 * @param {string} name
 */
export function portrait(name) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img"><rect width="96" height="96" fill="hsl(${hueOf(name)} 46% 42%)"/><text x="48" y="50" fill="#fff" font-family="system-ui, sans-serif" font-size="36" font-weight="600" text-anchor="middle" dominant-baseline="central">${escapeHtml(initials(name))}</text></svg>`
}

/** @param {string} action */
function cancel(action) {
  return `<form method="post" action="${escapeHtml(action)}/cancel" class="cancel"><button>Cancel and go back</button></form>`
}

/** @param {string} name */
function face(name) {
  return `<span class="face" aria-hidden="true">${portrait(name)}</span>`
}

/**
 * @param {string} title
 * @param {string} body
 */
function screen(title, body) {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <meta name="color-scheme" content="light dark">
  <title>${escapeHtml(title)} · Gallery ID</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/screens.css">
</head>
<body>
  <main>
    <p class="brand"><span aria-hidden="true"></span>Gallery ID</p>
    <h1>${escapeHtml(title)}</h1>
    ${body}
  </main>
</body>
</html>
`
}

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
