'use client'

import { useActionState } from 'react'
import { write } from './actions'

export function WriteForm() {
  const [problem, action, waiting] = useActionState(write, '')
  return (
    <form className="stack" action={action}>
      <label>
        Leave a line
        <input name="text" maxLength={140} placeholder="I was here" required />
      </label>
      <p className="problem" role="alert" hidden={!problem}>
        {problem}
      </p>
      <div>
        <button type="submit" className="primary" disabled={waiting}>
          Write
        </button>
      </div>
    </form>
  )
}
