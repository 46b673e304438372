import { FOLDER_DEPTH, FolderInItself, FolderNotFound, FolderTooDeep } from '@linkflow/contracts'
import type { FolderView } from '@linkflow/contracts'

/** A place of workflows and of other folders. */
export interface Folder {
  id: string
  name: string
  parentId?: string
  createdAt: Date
}

/** A folder with how many workflows lie in it. */
export interface CountedFolder extends Folder {
  workflows: number
}

/** The parent of each folder of a workspace; undefined at the top level. */
export type FolderTree = ReadonlyMap<string, string | undefined>

/** Folders from the top down to one, itself counted; none for the top level. */
export function depthOf(tree: FolderTree, id: string | undefined): number {
  return id === undefined ? 0 : 1 + depthOf(tree, tree.get(id))
}

/** The longest way down from a folder, itself counted. */
export function heightOf(tree: FolderTree, id: string): number {
  const children = [...tree].filter(([, parent]) => parent === id)
  return 1 + Math.max(0, ...children.map(([child]) => heightOf(tree, child)))
}

/**
 * Refuses a place for a folder.
 *
 * @throws FolderNotFound | FolderInItself | FolderTooDeep
 */
export function assertPlace(tree: FolderTree, parentId: string | undefined, id?: string): void {
  if (parentId !== undefined && !tree.has(parentId)) throw FolderNotFound()
  for (let above = parentId; id !== undefined && above !== undefined; above = tree.get(above))
    if (above === id) throw FolderInItself()
  const height = id === undefined ? 1 : heightOf(tree, id)
  if (depthOf(tree, parentId) + height > FOLDER_DEPTH) throw FolderTooDeep({ limit: FOLDER_DEPTH })
}

export function toFolderView({ id, name, parentId, workflows, createdAt }: CountedFolder): FolderView {
  return {
    id,
    name,
    ...(parentId === undefined ? {} : { parentId }),
    workflows,
    createdAt: createdAt.toISOString(),
  }
}
