declare global {
  var __webpack_nonce__: string | undefined
}

/** The nonce of this page's CSP; the browser hides it from selectors, but not from its own scripts. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** Gives the nonce to the libraries that make style elements by themselves and look for it under this name. */
export function shareStyleNonce(): void {
  globalThis.__webpack_nonce__ = readStyleNonce()
}
