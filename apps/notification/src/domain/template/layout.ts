/** The frame of the built-in mails: no picture, no font, nothing that is fetched when somebody reads it. */
export function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;padding:24px;background:#f4f5f7;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;color:#1b1f24">
<div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px;line-height:1.5">
<h1 style="margin:0 0 16px;font-size:20px">${title}</h1>
${body}
</div>
</body>
</html>
`
}

/** A link that looks like a button; the address is a variable. */
export function button(variable: string, label: string): string {
  return `<p style="margin:24px 0"><a href="{{${variable}}}" style="display:inline-block;padding:10px 20px;background:#2457d6;color:#ffffff;border-radius:6px;text-decoration:none">${label}</a></p>`
}
