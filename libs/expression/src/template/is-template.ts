/** True for text that has an expression in it. */
export function isTemplate(text: string): boolean {
  return text.includes('{{')
}
