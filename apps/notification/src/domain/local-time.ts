import type { QuietHours } from '@linkflow/contracts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

/** Whether a name is that of a time zone here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Minutes since midnight that a clock on the wall shows. */
export function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

/** The first whole minute from `at` on whose time of day is `minute`; on a day that skips it, the one after the gap. */
export function nextMinuteOfDay(at: Date, minute: number, timeZone: string): Date {
  let found = new Date(Math.ceil(at.getTime() / MINUTE_MS) * MINUTE_MS)
  // The first step goes by the wall clock of now; when the clock was changed meanwhile, the second corrects it.
  for (let step = 0; step < 2; step += 1) {
    const ahead = (minute - minuteOfDay(found, timeZone) + DAY_MINUTES) % DAY_MINUTES
    const back = ahead > DAY_MINUTES / 2 && step > 0 ? DAY_MINUTES : 0
    found = new Date(found.getTime() + (ahead - back) * MINUTE_MS)
  }
  return found < at ? new Date(found.getTime() + DAY_MINUTES * MINUTE_MS) : found
}

/** When something that can wait may be sent: now, or at the end of the quiet hours it falls into. */
export function afterQuietHours(at: Date, quiet: QuietHours | undefined, timeZone: string): Date {
  if (!quiet) return at
  const [from, to] = [minutes(quiet.from), minutes(quiet.to)]
  const now = minuteOfDay(at, timeZone)
  const isQuiet = from <= to ? now >= from && now < to : now >= from || now < to
  return isQuiet ? nextMinuteOfDay(at, to, timeZone) : at
}

/** When what is gathered from `at` on is sent: at the next full hour, or at eight in the morning. */
export function digestTime(at: Date, timing: 'hourly' | 'daily', timeZone: string): Date {
  const next = new Date(at.getTime() + 1)
  if (timing === 'daily') return nextMinuteOfDay(next, 8 * 60, timeZone)
  const past = minuteOfDay(next, timeZone) % 60
  return new Date(Math.floor(next.getTime() / MINUTE_MS) * MINUTE_MS + (60 - past) * MINUTE_MS)
}

function minutes(time: string): number {
  const [hour, minute] = time.split(':').map(Number)
  return hour! * 60 + minute!
}
