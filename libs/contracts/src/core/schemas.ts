import { z } from 'zod'

export const Id = z.uuid().describe('A UUID.')
export const At = z.iso.datetime().describe('An instant, RFC 3339 in UTC.')
export const Name = z.string().trim().min(1).max(128)
export const JsonObjectSchema = z.record(z.string(), z.unknown())

/** A reply the gateway sends as it is; `body` is text, or base64 when `base64` says so. */
export const RawReply = z.object({
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  base64: z.boolean().optional(),
})
export type RawReply = z.infer<typeof RawReply>
