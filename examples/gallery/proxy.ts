// Runs before the page does and asks `callbacks.authorized` of auth.ts. Who may not go on is led to the sign-in page and back.
export { auth as proxy } from '@/auth'

export const config = { matcher: ['/recipes/proxy'] }
