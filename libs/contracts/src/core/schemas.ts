import { z } from 'zod'

export const Id = z.uuid().describe('A UUID.')
export const At = z.iso.datetime().describe('An instant, RFC 3339 in UTC.')
export const Name = z.string().trim().min(1).max(128)
/** Addresses and networks, IPv4 or IPv6. */
export const AllowedAddresses = z
  .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
  .min(1)
  .max(256)
export const JsonObjectSchema = z.record(z.string(), z.unknown())

/** A reply the gateway sends as it is; `body` is text, or base64 when `base64` says so. */
export const RawReply = z.object({
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  base64: z.boolean().optional(),
})
export type RawReply = z.infer<typeof RawReply>
