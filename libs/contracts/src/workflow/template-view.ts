import { DraftDefinition } from '@linkflow/graph'
import { z } from 'zod'
import { At, Name } from '../core/schemas.js'

/** Something that whoever uses a template fills in: `<<name>>` in any text of its nodes' parameters. */
export const TemplateParameter = z.strictObject({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be a letter, then letters, digits or _, 64 at most'),
  label: Name,
  default: z.string().max(2000).optional().describe('Without one it has to be given.'),
})
export type TemplateParameter = z.infer<typeof TemplateParameter>

export const TemplateSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  parameters: z.array(TemplateParameter),
  credentials: z
    .array(z.object({ nodeId: z.string(), slot: z.string() }))
    .describe('What a credential can be given for.'),
  createdAt: At.optional().describe('Absent for those of the product.'),
})
export type TemplateSummary = z.infer<typeof TemplateSummary>

export const TemplateView = TemplateSummary.extend(DraftDefinition.shape)
export type TemplateView = z.infer<typeof TemplateView>

export const TemplateDescription = z.string().max(2000)
export const TemplateId = z.string().regex(/^[a-z0-9-]{1,64}$/)
