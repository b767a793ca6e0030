export function Who({ where, user }) {
  return <p id={where}>{user ? `${user.id} ${user.name} ${user.plan}` : 'nobody'}</p>
}
