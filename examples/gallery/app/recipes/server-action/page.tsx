import { book } from './book'
import { WriteForm } from './form'

export default function GuestBookPage() {
  return (
    <>
      <h2>Guest book</h2>
      <WriteForm />
      <ul className="book">
        {book.map(({ by, text, at }) => (
          <li key={at}>
            “{text}” <small>{by}</small>
          </li>
        ))}
        {book.length === 0 ? <li>The first page is still empty.</li> : null}
      </ul>
    </>
  )
}
