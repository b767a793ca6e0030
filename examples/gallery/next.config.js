/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // TypeScript 7 has no JavaScript API: `next build` checks types by running `tsc`.
  experimental: { useTypeScriptCli: true },
}
