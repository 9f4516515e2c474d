// Loaded first by `npm start` and `npm run dev`, and by the server that the latter starts: the shell between npm and
// them may keep SIGTERM to itself, as Debian's does. When the parent is gone, the signal was meant for this process.
const parent = process.ppid
const timer = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(timer)
  process.kill(process.pid, 'SIGTERM')
}, 200)
timer.unref()
