// Runs before the first paint, as a file because the CSP allows no inline script.
;(() => {
  let scheme = null
  try {
    scheme = localStorage.getItem('gatehouse-color-scheme')
  } catch {
    // Storage may be refused; then the system decides.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()
