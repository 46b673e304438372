import type { AuditEntryView } from '@linkflow/contracts'

const COLUMNS = ['id', 'at', 'userId', 'userName', 'apiKeyId', 'action', 'resource', 'ip', 'userAgent'] as const

/** One JSON object a line. */
export function toNdjson(entries: readonly AuditEntryView[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

/** Comma-separated values (RFC 4180) under their names. */
export function toCsv(entries: readonly AuditEntryView[]): string {
  const lines = entries.map((entry) => COLUMNS.map((column) => field(entry[column] ?? '')).join(','))
  return [COLUMNS.join(','), ...lines, ''].join('\r\n')
}

/** Names and agents are what others chose: a spreadsheet must not take them for a formula. */
function field(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
