import { z } from 'zod'
import { At, Id, Name } from '../core/schemas.js'

/** Most folders within each other, the outermost counted. */
export const FOLDER_DEPTH = 8

export const FolderName = Name
export const FolderView = z.object({
  id: Id,
  name: z.string(),
  parentId: Id.optional().describe('Absent at the top level.'),
  workflows: z.int().describe('How many workflows lie directly in it, archived ones not counted.'),
  createdAt: At,
})
export type FolderView = z.infer<typeof FolderView>
