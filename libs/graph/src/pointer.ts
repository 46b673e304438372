/** One segment of a JSON pointer (RFC 6901), escaped. */
export function segment(key: string | number): string {
  return typeof key === 'number' ? String(key) : key.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The JSON pointer of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${segment(typeof key === 'number' ? key : String(key))}`).join('')
}

/** The keys a JSON pointer names, unescaped. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a JSON pointer points at; own properties only, undefined when there is nothing. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const key of keysOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
