import { readColour, textOn } from '../base/colour.js'
import type { Look, Page, SignInChoice } from './page.js'

/** The page's whole style sheet. Colours of the site and its providers are classes here: a `style` attribute would need a weaker policy. */
export function styleFor(page: Page, { theme }: Look): string {
  const brand = readColour(theme.brandColor)
  const rules = [sheet]
  if (brand) rules.push(`body[class]{--brand:${brand};--on-brand:${textOn(brand, readColour(theme.buttonText))}}`)
  if (page.page === 'signin') rules.push(...page.providers.map(markRule))
  return rules.join('')
}

/** The square with a provider's initial or logo. */
function markRule(choice: SignInChoice, index: number): string {
  const background = choice.kind === 'button' ? readColour(choice.style?.brandColor) : undefined
  if (choice.kind !== 'button' || !background) return ''
  return `.mark-${index}{background:${background};color:${textOn(background, readColour(choice.style?.text))}}`
}

const light = `--page:#f4f5f7;--glow:#dfe5f2;--card:#ffffff;--edge:#e3e6eb;--text:#15181e;--soft:#565d6b;--line:#cfd4dc;--field:#7d8594;
--hover:#f4f6f9;--brand:#15181e;--on-brand:#ffffff;--ring:#1d5fe0;--alert:#fdf0ef;--alert-edge:#f2c9c5;--alert-text:#8c1d14;
--mark:#e8ebf0;--shadow:0 1px 2px rgb(16 24 40/.05),0 12px 32px -8px rgb(16 24 40/.12)`

const dark = `--page:#0c0e12;--glow:#1b2232;--card:#14171d;--edge:#252a33;--text:#f0f2f5;--soft:#a3abb8;--line:#363d49;--field:#727b8a;
--hover:#1d2129;--brand:#f0f2f5;--on-brand:#14171d;--ring:#8ab4ff;--alert:#2c1614;--alert-edge:#5c2822;--alert-text:#ffb4ab;
--mark:#2a303a;--shadow:0 1px 2px rgb(0 0 0/.4),0 16px 40px -12px rgb(0 0 0/.6)`

const sheet = `
*,::before,::after{box-sizing:border-box}
body{${light};color-scheme:light}
.__next-auth-theme-dark{${dark};color-scheme:dark}
@media(prefers-color-scheme:dark){.__next-auth-theme-auto{${dark};color-scheme:dark}}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100svh;display:flex;padding:1.5rem 1rem;color:var(--text);
background:radial-gradient(56rem 28rem at 50% -6rem,var(--glow),transparent) no-repeat var(--page);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main{margin:auto;width:100%;max-width:25rem;padding:2.5rem 2rem 2rem;background:var(--card);border:1px solid var(--edge);
border-radius:1rem;box-shadow:var(--shadow)}
header{text-align:center;margin-block-end:1.75rem}
h1{margin:0;font-size:1.375rem;line-height:1.3;font-weight:650;letter-spacing:-.012em;text-wrap:balance}
p{margin:.5rem 0 0;color:var(--soft);text-wrap:pretty}
strong{font-weight:600;color:var(--text)}
.logo{display:block;margin:0 auto 1.25rem;max-width:min(12rem,100%);height:auto;max-height:3.5rem;object-fit:contain}
.badge{display:grid;place-items:center;width:3.25rem;height:3.25rem;margin:0 auto 1.25rem;border-radius:1rem;
background:var(--mark);color:var(--text)}
.badge svg{width:1.625rem;height:1.625rem}
.alert{display:flex;gap:.625rem;margin:0 0 1.25rem;padding:.75rem .875rem;border:1px solid var(--alert-edge);border-radius:.75rem;
background:var(--alert);color:var(--alert-text);font-size:.9375rem;line-height:1.45}
.alert svg{flex:none;width:1.25rem;height:1.25rem;margin-block-start:.0625rem}
.alert p{margin:0;color:inherit;text-wrap:wrap}
form{margin:0}
form+form,.stack>*+*{margin-block-start:.625rem}
button,.button{display:flex;align-items:center;justify-content:center;gap:.625rem;width:100%;min-height:2.875rem;padding:.5rem 1rem;
border:1px solid var(--line);border-radius:.75rem;background:var(--card);color:var(--text);font:inherit;font-weight:550;line-height:1.3;
text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:var(--hover)}
.main{border-color:rgb(127 127 127/.35);background:var(--brand);color:var(--on-brand)}
.main:hover{background:var(--brand);box-shadow:inset 0 0 0 9rem rgb(127 127 127/.14)}
:focus-visible{outline:3px solid var(--ring);outline-offset:2px}
.provider{display:grid;grid-template-columns:1.5rem 1fr 1.5rem}
.mark{display:grid;place-items:center;width:1.5rem;height:1.5rem;overflow:hidden;border-radius:.375rem;background:var(--mark);
color:var(--text);font-size:.8125rem;font-weight:700;line-height:1;box-shadow:inset 0 0 0 1px rgb(127 127 127/.25)}
.mark.logo-of{background:#fff;box-shadow:none}
.mark img{width:100%;height:100%;padding:.125rem;object-fit:contain}
.or{display:flex;align-items:center;gap:.875rem;margin:1.25rem 0;font-size:.875rem;line-height:1}
.or::before,.or::after{content:"";flex:1;border-block-start:1px solid var(--line)}
label{display:block;margin-block-end:.375rem;font-size:.9375rem;font-weight:550}
.field{margin-block-end:1rem}
.field input{display:block;width:100%;min-height:2.875rem;padding:.5rem .875rem;border:1px solid var(--field);border-radius:.75rem;
background:var(--card);color:var(--text);font:inherit}
.field input::placeholder{color:var(--soft);opacity:1}
.field input:focus-visible{outline-offset:-1px;border-color:transparent}
.field input[aria-invalid]{border-color:var(--alert-text)}
.check{display:flex;align-items:center;gap:.625rem;min-height:2.75rem;margin-block:-.25rem .75rem}
.check input{flex:none;width:1.25rem;height:1.25rem;margin:0;accent-color:var(--brand)}
.check label{flex:1;margin:0;padding-block:.75rem;font-weight:400}
.hint{font-size:.875rem;line-height:1.45}
.note{margin-block-end:1.25rem;padding:.75rem .875rem;border:1px solid var(--edge);border-radius:.75rem;background:var(--hover);
color:var(--text);font-size:.9375rem;line-height:1.45}
@media(max-width:26rem){body{padding:0;background:var(--card)}
main{padding:2rem 1.25rem;border:0;border-radius:0;box-shadow:none}}
@media(prefers-reduced-motion:no-preference){button,.button,input{transition:background-color .12s,box-shadow .12s}}
@media(prefers-contrast:more){body[class]{--soft:var(--text);--line:var(--text);--field:var(--text);--edge:var(--text)}}
@media(forced-colors:active){main,button,.button{border:1px solid ButtonBorder}.mark{border:1px solid}
:focus-visible,.field input:focus-visible{outline-color:Highlight}}
`
  .trim()
  .replaceAll('\n', '')
