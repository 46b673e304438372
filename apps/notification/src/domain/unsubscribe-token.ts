import { NotificationEvent } from '@linkflow/contracts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const Subscription = z.tuple([z.uuid(), z.uuid(), NotificationEvent])

/** One kind of e-mail to one person of one workspace. */
export interface EmailSubscription {
  workspaceId: string
  userId: string
  event: NotificationEvent
}

/** A token by which whoever holds it can end one subscription, and nothing else. It does not expire: old mails keep working. */
export function unsubscribeToken({ workspaceId, userId, event }: EmailSubscription, key: Buffer): string {
  const body = Buffer.from(JSON.stringify([workspaceId, userId, event])).toString('base64url')
  return `${body}.${signature(body, key)}`
}

/** What a token ends; undefined when it was not made with this key. */
export function readUnsubscribeToken(token: string, key: Buffer): EmailSubscription | undefined {
  const [body = '', given = '', ...rest] = token.split('.')
  const expected = Buffer.from(signature(body, key))
  const actual = Buffer.from(given)
  if (rest.length > 0 || actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined
  const [workspaceId, userId, event] = Subscription.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')))
  return { workspaceId, userId, event }
}

function signature(body: string, key: Buffer): string {
  return createHmac('sha256', key).update(`linkflow/unsubscribe/v1|${body}`).digest('base64url')
}
