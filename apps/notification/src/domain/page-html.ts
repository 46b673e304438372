import type { RawReply } from '@linkflow/contracts'
import { escapeHtml } from './template/escape-html.js'
import { layout } from './template/layout.js'

/** A small page for people who followed a link in an e-mail. */
export function pageHtml(status: number, title: string, body: string): RawReply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
    body: layout(escapeHtml(title), body),
  }
}
