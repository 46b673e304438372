import { escapeHtml } from './escape-html.js'

interface Body {
  text: string
  html: string
  headers: Readonly<Record<string, string>>
}

/** Adds the link to unsubscribe with: at the end for people, and in the header for their mail programs (RFC 8058). */
export function withUnsubscribe<M extends Body>(mail: M, url: string): M {
  const footer = `<p style="max-width:560px;margin:16px auto;font-size:12px;color:#6b7280"><a href="${escapeHtml(url)}">Stop these e-mails</a></p>`
  const hasBody = /<\/body>/i.test(mail.html)
  return {
    ...mail,
    text: `${mail.text}\n-- \nStop these e-mails: ${url}\n`,
    // A function, because a dollar sign in a replacement text has a meaning.
    html: hasBody ? mail.html.replace(/<\/body>(?![\s\S]*<\/body>)/i, (end) => footer + end) : mail.html + footer,
    headers: {
      ...mail.headers,
      'List-Unsubscribe': `<${url}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }
}
