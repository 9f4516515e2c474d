import { createRoot } from 'react-dom/client'
import './styles/app.css'
import { App } from './app.tsx'
import { shareStyleNonce } from './lib/browser/style-nonce.ts'

shareStyleNonce()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
createRoot(root).render(<App />)
