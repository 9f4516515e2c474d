// Loaded before the server by `npm start`: the shell between npm and the server may keep SIGTERM to itself, as
// Debian's does. When that shell is gone, the signal was meant for the server.
const parent = process.ppid
const timer = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(timer)
  process.kill(process.pid, 'SIGTERM')
}, 200)
timer.unref()
