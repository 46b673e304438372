import { z } from 'zod'

/** Most tags of one workflow. */
export const MAX_TAGS = 20

export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .refine((tag) => !/[\p{Cc}\p{Surrogate}]/u.test(tag), 'contains control characters or broken Unicode')

export const TagView = z.object({ tag: z.string(), workflows: z.int().describe('How many workflows have it.') })
export type TagView = z.infer<typeof TagView>
