import { readFile } from 'node:fs/promises'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { type Recipe, recipeOf, recipes } from '@/recipes'
import { Code } from '../code'

/** The frame around a recipe: what it is, the living thing, and the code it is made of. */
export function Exhibit({ of, children }: { of: string; children: ReactNode }) {
  const recipe = recipeOf(of)
  const at = recipes.indexOf(recipe)
  return (
    <article className="exhibit">
      <header>
        <p className="number">{String(at + 1).padStart(2, '0')}</p>
        <h1>{recipe.title}</h1>
        <p className="lead">{recipe.text}</p>
      </header>
      <section className="frame" aria-label="The recipe at work">
        {children}
      </section>
      {recipe.files.map((file) => (
        <Source key={file} file={file} />
      ))}
      <Neighbours before={recipes[at - 1]} after={recipes[at + 1]} />
    </article>
  )
}

async function Source({ file }: { file: string }) {
  // `start.js` says where the gallery lies; under `next dev` one stands in it.
  const code = await readFile(/* turbopackIgnore: true */ `${process.env.GALLERY_FOLDER ?? process.cwd()}/${file}`, 'utf8')
  return (
    <figure className="pane source">
      <figcaption>
        <code>{file}</code>
      </figcaption>
      <Code text={code.trimEnd()} />
    </figure>
  )
}

function Neighbours({ before, after }: { before: Recipe | undefined; after: Recipe | undefined }) {
  return (
    <nav className="neighbours" aria-label="Recipes">
      {before ? (
        <Link href={`/recipes/${before.id}`} prefetch={false}>
          ← {before.title}
        </Link>
      ) : (
        <span />
      )}
      {after ? (
        <Link href={`/recipes/${after.id}`} prefetch={false}>
          {after.title} →
        </Link>
      ) : null}
    </nav>
  )
}
