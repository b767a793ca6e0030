/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Pages that name no icon, the package's own among them, are asked for this one.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  // TypeScript 7 has no JavaScript API: `next build` checks types by running `tsc`.
  experimental: { useTypeScriptCli: true },
}
