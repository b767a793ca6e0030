import { type Finding, found } from '../finding.js'
import { at, isAboutAuth, openedBefore, type Subject } from '../subject.js'
import { matches, places, readObject, type Source } from '../syntax.js'

/** What is written into providers, wherever they are. */
export function providers({ app }: Subject): readonly Finding[] {
  return app.sources
    .filter((source) => isAboutAuth(app, source))
    .flatMap((source) => [...checks(source), ...linking(source), ...plain(source)])
}

function checks(source: Source): readonly Finding[] {
  const spellings = [
    ['checks', ':', '[', '"none"'],
    ['checks', ':', '"none"'],
    ['protection', ':', '"none"'],
    ['protection', ':', '[', '"none"'],
    ['state', ':', 'false'],
  ]
  const todo = 'Take it away; for a service that cannot do without, add `dangerouslySkipChecks: true`.'
  return spellings.flatMap((words) =>
    places(source, ...words)
      .filter((word) => !beside(source, word, 'dangerouslySkipChecks') && (words[0] !== 'state' || beside(source, word, 'clientId')))
      .map((word) => found('checks-none', `\`${words[0]}\` leaves nothing out any more.`, todo, placeOf(source, word))),
  )
}

/** Whether the object around a word has this member, too. */
function beside(source: Source, word: number, key: string): boolean {
  const object = openedBefore(source, word)
  return object !== undefined && readObject(source, object).some((property) => property.key === key)
}

function placeOf(source: Source, word: number): string {
  return at(source, source.tokens[word]?.line ?? 1)
}

function linking(source: Source): readonly Finding[] {
  const todo = 'Keep it only for services that prove addresses; a user whose address this site never proved is not linked any more.'
  return places(source, 'allowDangerousEmailAccountLinking', ':', 'true').map((word) =>
    found('email-linking', 'Accounts are tied together by their e-mail address.', todo, placeOf(source, word)),
  )
}

const endpoints = /^(authorization|token|userinfo|issuer|wellKnown|jwks_endpoint|(authorization|accessToken|requestToken|profile)Url)$/

function plain(source: Source): readonly Finding[] {
  return source.tokens.flatMap(({ kind, value }, word) => {
    if (kind !== 'name' || !endpoints.test(value) || !matches(source, word + 1, ':')) return []
    const inner = matches(source, word + 2, '{') ? readObject(source, word + 2).find(({ key }) => key === 'url') : undefined
    const address = source.tokens[inner?.from ?? word + 2]
    const isPlain = address && /^(text|template)$/.test(address.kind) && /^http:/i.test(address.value)
    if (!isPlain || beside(source, word, 'dangerouslyAllowInsecureRequests')) return []
    const todo = 'Write https; for a service on this machine, add `dangerouslyAllowInsecureRequests: true`.'
    return [found('endpoint-http', `\`${value}\` is an address of plain http, which is refused at start.`, todo, placeOf(source, word))]
  })
}
