interface Props {
  user: { name?: string | null; email?: string | null; image?: string | null } | undefined
}

/** A picture, or the first letter. */
export function Face({ user }: Props) {
  if (user?.image) {
    // biome-ignore lint/performance/noImgElement: the identity server's address is not known at build time
    return <img className="face" src={user.image} alt="" width={36} height={36} />
  }
  const [letter = '?'] = user?.name ?? user?.email ?? ''
  return (
    <span className="face" aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  )
}
