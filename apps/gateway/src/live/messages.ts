import { z } from 'zod'

const Execution = { channel: z.literal('execution'), id: z.uuid().toLowerCase() }
const Notifications = { channel: z.literal('notifications') }

/** What a client may send over the socket. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('authenticate'), token: z.string().max(8192), workspaceId: z.uuid().optional() }),
  z.discriminatedUnion('channel', [
    z.strictObject({ type: z.literal('subscribe'), ...Execution, lastSeq: z.int().min(0).optional() }),
    z.strictObject({ type: z.literal('subscribe'), ...Notifications }),
  ]),
  z.discriminatedUnion('channel', [
    z.strictObject({ type: z.literal('unsubscribe'), ...Execution }),
    z.strictObject({ type: z.literal('unsubscribe'), ...Notifications }),
  ]),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientMessage = z.infer<typeof ClientMessage>

/** Why the server closes a socket. */
export const CloseCode = { goingAway: 1001, tryAgainLater: 1013, unauthenticated: 4401 } as const
