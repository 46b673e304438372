import type { Cron } from './cron.js'

export const SECOND_MS = 1000
export const DAY_MS = 24 * 60 * 60 * SECOND_MS
/** 29 February is at most eight years away, across a century that is no leap year. */
const HORIZON_DAYS = 10 * 366

/**
 * The first time a cron expression names at or after `fromMs`, by a clock that never jumps: local times are written as
 * the milliseconds they would be in UTC. Undefined when there is none within ten years.
 */
export function nextLocal(cron: Cron, fromMs: number): number | undefined {
  const firstDay = Math.floor(fromMs / DAY_MS)
  for (let day = firstDay; day < firstDay + HORIZON_DAYS;) {
    const date = new Date(day * DAY_MS)
    if (!cron.months.has(date.getUTCMonth() + 1)) {
      day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS
      continue
    }
    if (admitsDay(cron, date)) {
      const from = day === firstDay ? Math.ceil((fromMs - day * DAY_MS) / SECOND_MS) : 0
      const time = nextTime(cron, from)
      if (time !== undefined) return day * DAY_MS + time * SECOND_MS
    }
    day += 1
  }
  return undefined
}

function admitsDay(cron: Cron, date: Date): boolean {
  if (!cron.restrictsWeekday) return admitsMonthDay(cron, date)
  if (!cron.restrictsMonthDay) return admitsWeekday(cron, date)
  return admitsMonthDay(cron, date) || admitsWeekday(cron, date)
}

function admitsMonthDay({ monthDays, lastMonthDay }: Cron, date: Date): boolean {
  return monthDays.has(date.getUTCDate()) || (lastMonthDay && date.getUTCDate() === daysInMonth(date))
}

function admitsWeekday({ weekdays, nthWeekday, lastWeekdays }: Cron, date: Date): boolean {
  const weekday = date.getUTCDay()
  const day = date.getUTCDate()
  if (lastWeekdays.has(weekday) && day + 7 > daysInMonth(date)) return true
  return weekdays.has(weekday) && (nthWeekday === 0 || Math.ceil(day / 7) === nthWeekday)
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

/** The first second of a day, at or after `from`, that the fields name. */
function nextTime({ hours, minutes, seconds }: Cron, from: number): number | undefined {
  for (const hour of hours) {
    if ((hour + 1) * 3600 <= from) continue
    for (const minute of minutes) {
      const start = hour * 3600 + minute * 60
      if (start + 60 <= from) continue
      const second = seconds.find((each) => start + each >= from)
      if (second !== undefined) return start + second
    }
  }
  return undefined
}
