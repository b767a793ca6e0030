import type { GetServerSideProps } from 'next'
import { auth } from '../../auth'
import { confidential } from '../../confidential'

export const getServerSideProps: GetServerSideProps<{ text: string }> = async (context) => {
  if (!(await auth(context))) return { redirect: { destination: '/api/auth/signin', permanent: false } }
  return { props: { text: confidential('vault') } }
}

export default function Vault({ text }: { text: string }) {
  return <p>{text}</p>
}
