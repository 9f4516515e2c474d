import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  // The server puts a fresh nonce in this place of each answer; without one the strict CSP refuses our styles.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // A `data:` address would need a wider CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every page needs comes as one file: smaller than in pieces, and asked for at once.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'outside', tags: ['$initial'] }] } } },
  },
})
