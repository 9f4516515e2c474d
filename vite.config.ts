import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { brandPlugin } from './scripts/brand-plugin.ts'
import { chunks } from './scripts/client-chunks.ts'

export default defineConfig({
  root: 'client',
  plugins: [react(), brandPlugin()],
  // The server puts a fresh nonce in this place of each answer; without one the strict CSP refuses our styles.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/client',
    // Tells the server which files the pages inside begin with.
    manifest: true,
    emptyOutDir: true,
    // A `data:` address would need a wider CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What comes together is one file: smaller than in pieces, and asked for at once.
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunks },
        // Without the list of all pages that share it.
        chunkFileNames: ({ name }) => `assets/${name.split('~', 1)[0]}-[hash].js`,
      },
    },
  },
})
