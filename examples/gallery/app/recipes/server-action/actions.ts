'use server'

import { revalidatePath } from 'next/cache'
import { auth } from '@/auth'
import { book } from './book'

export async function write(_before: string, form: FormData): Promise<string> {
  const session = await auth()
  if (!session) return 'Only somebody signed in can write here.'

  const text = String(form.get('text') ?? '')
    .trim()
    .slice(0, 140)
  if (text === '') return 'There is nothing to write.'

  book.unshift({ by: session.user?.name ?? session.user?.email ?? 'Somebody', text, at: new Date().toISOString() })
  book.length = Math.min(book.length, 20)
  revalidatePath('/recipes/server-action')
  return ''
}
