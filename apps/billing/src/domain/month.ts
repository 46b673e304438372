/** A calendar month in UTC: the period of the quotas, whenever a subscription happens to renew. */
export interface Month {
  /** `2026-11` */
  name: string
  startsAt: Date
  endsAt: Date
}

export function monthOf(at: Date): Month {
  const startsAt = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1))
  const endsAt = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
  return { name: startsAt.toISOString().slice(0, 7), startsAt, endsAt }
}

/** The day of an instant in UTC, `2026-11-24`. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
