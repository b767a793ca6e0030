import type { GetServerSideProps } from 'next'
import { auth } from '../../auth'
import { confidential } from '../../confidential'

export const getServerSideProps: GetServerSideProps<{ text: string }> = async (context) => {
  if (!(await auth(context))) return { notFound: true }
  return { props: { text: confidential(`box-${context.params?.box}`) } }
}

export default function Box({ text }: { text: string }) {
  return <p>{text}</p>
}
