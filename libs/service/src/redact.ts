const SECRET_NAME =
  /(^|[-_])(authorization|cookie)$|(token|password|passphrase|secret|secrets|api[-_]?key|signing[-_]?key|private[-_]?key|ciphertext)$/i
const MASK = '[redacted]'
const DEEPEST = 8

/** Passwords in URLs, access tokens and API keys, wherever they stand in a text. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi, `$1${MASK}@`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [/\blf_([a-z0-9]{1,16})_[0-9A-Za-z]{16,}/g, `lf_$1_${MASK}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
]

/** The text without what looks like a secret. */
export function redactText(text: string): string {
  return SECRET_TEXT.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}

/** A copy for the log: members named like secrets are masked, at any depth; errors are left to their serializer. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value
  if (depth > DEEPEST) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      SECRET_NAME.test(name) && member !== undefined ? MASK : redact(member, depth + 1),
    ]),
  )
}

/**
 * What is logged of an error. Only what it is and where it happened: members such as the parameters of a failed query
 * hold what users sent.
 */
export function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(error)
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  }
}
