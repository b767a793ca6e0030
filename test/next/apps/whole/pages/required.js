// As compilers to CommonJS write it. The provider around it, in `_app`, was imported.
Object.defineProperty(exports, '__esModule', { value: true })
const { createElement } = require('react')
const { getToken } = require('next-auth/jwt')
const { useSession } = require('next-auth/react')

exports.getServerSideProps = async ({ req }) => {
  const token = await getToken({ req })
  return { props: { session: token && { user: { name: token.name }, expires: new Date(token.exp * 1000).toISOString() } } }
}

exports.default = function Required() {
  const { data, status } = useSession()
  return createElement('p', { id: 'required' }, data ? data.user.name : status)
}
