import type { ListTemplates, Output } from '@linkflow/contracts'
import type { NodeTypeCatalog } from '@linkflow/graph'
import { decodeCursor, encodeCursor } from '@linkflow/postgres'
import type { Cursor } from '@linkflow/postgres'
import { gallery } from './gallery.js'
import { toTemplateSummary } from './template.js'
import type { Template } from './template.js'

/** Where a page of templates begins: so far into the gallery, and after that template of the workspace. */
export interface TemplatePosition {
  shown: number
  after?: Cursor
}

const IN_GALLERY = /^g(\d{1,4})$/

/** @throws InputInvalid when it is no cursor of ours */
export function templatePosition(cursor: string | undefined): TemplatePosition {
  const shown = IN_GALLERY.exec(cursor ?? 'g0')?.[1]
  if (shown !== undefined) return { shown: Number(shown) }
  const after = decodeCursor(cursor)
  return { shown: gallery.length, ...(after && { after }) }
}

/** Cuts the rest of the gallery and templates of the workspace, fetched with `limit + 1`, to a page. */
export function toTemplatePage(
  { shown }: TemplatePosition,
  own: readonly Template[],
  limit: number,
  catalog: NodeTypeCatalog,
): Output<typeof ListTemplates> {
  const all = [...gallery.slice(shown), ...own]
  const page = all.slice(0, limit)
  const items = page.map((template) => toTemplateSummary(template, catalog))
  const last = page.at(-1)
  if (all.length <= limit || !last) return { items }
  const nextCursor = last.createdAt
    ? encodeCursor({ at: last.createdAt.toISOString(), id: last.id })
    : `g${shown + page.length}`
  return { items, nextCursor }
}
