import type { Runtime } from '../runtime.js'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const characters = new Map([
  ...Object.entries(escapes).map(([plain, escaped]) => [escaped, plain] as const),
  ['&nbsp;', '\u00a0'],
])

/** Makes a text safe inside HTML elements and quoted attributes. */
export function escapeHtml(rt: Runtime, text: string): string {
  rt.work(text.length / 4)
  rt.allocateText(6 * text.length)
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

/** Undoes `escapeHtml`; knows numeric references and `&nbsp;` too. */
export function unescapeHtml(rt: Runtime, text: string): string {
  rt.work(text.length / 4)
  rt.allocateText(text.length)
  return text.replace(/&(?:amp|lt|gt|quot|nbsp|#\d{1,7}|#x[\da-f]{1,6});/gi, (reference) => {
    const known = characters.get(reference.toLowerCase())
    if (known !== undefined) return known
    const hex = /^&#x/i.test(reference)
    const code = hex ? Number.parseInt(reference.slice(3, -1), 16) : Number(reference.slice(2, -1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : reference
  })
}
