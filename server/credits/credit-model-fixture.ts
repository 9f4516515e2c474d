/** What becomes of credits, written down as simply as can be: every spend takes from the lots at once. */
export class CreditModel {
  lots: { left: number; endsAt: number | null; paid: boolean; number: number; monthly: boolean }[] = []
  holds = new Map<number, { credits: number; key: string | null }>()
  keys = new Set<string>()
  entries: number[] = []
  used = 0
  now = 0
  /** Whether time has passed since it was brought up to date. */
  stale = false
  private made = 0
  readonly quota: number | null
  readonly monthly: number

  constructor({ quota, monthly }: { quota: number | null; monthly: number }) {
    this.quota = quota
    this.monthly = monthly
  }

  get balance() {
    return this.lots.reduce((sum, { left }) => sum + left, 0)
  }
  get held() {
    return [...this.holds.values()].reduce((sum, { credits }) => sum + credits, 0)
  }

  private get inOrder() {
    const end = ({ endsAt }: { endsAt: number | null }) => endsAt ?? Number.MAX_SAFE_INTEGER
    return [...this.lots].sort(
      (a, b) => end(a) - end(b) || Number(a.paid) - Number(b.paid) || a.number - b.number,
    )
  }

  private take(credits: number) {
    let wanted = credits
    for (const lot of this.inOrder) {
      const taken = Math.min(lot.left, wanted)
      lot.left -= taken
      wanted -= taken
    }
    this.entries.push(-credits)
  }

  private add(left: number, endsAt: number | null, paid: boolean) {
    this.lots.push({ left, endsAt, paid, number: ++this.made, monthly: false })
    this.entries.push(left)
  }

  /** Lets what is over go, but for what calls hold of it. */
  refresh() {
    this.stale = false
    let needed = this.held
    for (const lot of this.inOrder) {
      const kept = Math.min(lot.left, needed)
      needed -= kept
      if (lot.endsAt === null || lot.endsAt > this.now || lot.left === kept) continue
      this.entries.push(kept - lot.left)
      lot.left = kept
    }
  }

  private fits(credits: number, key: string | null): string {
    if (key !== null && (this.keys.has(key) || [...this.holds.values()].some((hold) => hold.key === key)))
      return 'repeated'
    if (this.balance - this.held < credits) return 'credits'
    if (this.quota !== null && this.used + this.held + credits > this.quota) return 'quota'
    return 'ok'
  }

  private charge(credits: number, key: string | null) {
    if (credits === 0) return
    this.take(credits)
    this.used += credits
    if (key !== null) this.keys.add(key)
  }

  spend(credits: number, key: string | null): string {
    if (this.stale) this.refresh()
    const outcome = this.fits(credits, key)
    if (outcome === 'ok') this.charge(credits, key)
    return outcome
  }

  hold(number: number, credits: number, key: string | null): string {
    if (this.stale) this.refresh()
    const outcome = this.fits(credits, key)
    if (outcome === 'ok') this.holds.set(number, { credits, key })
    return outcome
  }

  settle(number: number, credits: number): string {
    if (this.stale) this.refresh()
    const hold = this.holds.get(number)
    if (!hold) return 'lapsed'
    if (credits > hold.credits) return 'over'
    this.holds.delete(number)
    this.charge(credits, hold.key)
    return 'ok'
  }

  release(number: number): string {
    return this.holds.delete(number) ? 'ok' : 'lapsed'
  }

  grant(credits: number, minutes: number | null, paid: boolean) {
    this.refresh()
    // Of two that end in the same minute the one that was granted earlier ends earlier.
    const endsAt = minutes === null ? null : this.now + minutes - 1 + (this.made + 1) / 10_000
    this.add(credits, endsAt, paid)
  }

  adjust(credits: number): string {
    this.refresh()
    if (credits > 0) this.add(credits, null, false)
    else if (this.balance - this.held < -credits) return 'credits'
    else this.take(-credits)
    return 'ok'
  }

  pass(minutes: number) {
    this.now += minutes
    this.stale = true
  }

  /** The month is over, and the credits that came with it. */
  endMonth() {
    for (const lot of this.lots) if (lot.monthly) lot.endsAt = this.now
    this.stale = true
  }

  /** The next month begins. */
  turn() {
    this.used = 0
    if (this.monthly === 0) return
    this.add(this.monthly, this.now + 1_000_000, false)
    for (const lot of this.lots.slice(-1)) lot.monthly = true
  }

  leftInOrder(): number[] {
    return this.inOrder.map(({ left }) => left).filter(Boolean)
  }
}
