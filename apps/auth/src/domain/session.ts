/** Days after which an unused session is over. */
const UNUSED_DAYS = 30

export interface Session {
  id: string
  userId: string
}

/** A session as its owner sees it. */
export interface SessionRecord extends Session {
  createdAt: Date
  usedAt: Date
  ip?: string
  userAgent?: string
}

/** The instant before which a session must not have been used last. */
export function sessionCutoff(now: Date): Date {
  return new Date(now.getTime() - UNUSED_DAYS * 86_400_000)
}
