// Loaded before a program (`node --import`), to run it as on a machine whose clock is ahead.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS)
const RealDate = Date
const now = () => RealDate.now() + shiftMs

globalThis.Date = new Proxy(RealDate, {
  construct: (_, given, newTarget) =>
    Reflect.construct(RealDate, given.length === 0 ? [now()] : given, newTarget),
  get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
})
// Not on standard output: a program that has used it once no longer waits for whoever reads there.
console.error(`This process's clock says ${new Date().toISOString()}.`)
