import { z } from 'zod'

/** What every list takes: how many, and where the last page ended. */
export const PageInput = {
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Most items on the page.'),
  cursor: z.string().max(512).optional().describe('`nextCursor` of the page before.'),
}

/** What every list gives. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() })
