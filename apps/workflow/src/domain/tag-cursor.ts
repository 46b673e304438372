import type { ListTags, Output, TagView } from '@linkflow/contracts'

/** The tag a page ended with. Any text is one: there is nothing to refuse. */
export function tagAfter(cursor: string | undefined): string | undefined {
  return cursor && Buffer.from(cursor, 'base64url').toString('utf8').replaceAll('\u0000', '\ufffd')
}

/** Cuts tags fetched with `limit + 1` to a page. */
export function nextTags(tags: TagView[], limit: number): Output<typeof ListTags> {
  const items = tags.slice(0, limit)
  const last = items.at(-1)
  if (tags.length <= limit || !last) return { items }
  return { items, nextCursor: Buffer.from(last.tag).toString('base64url') }
}
