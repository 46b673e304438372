import type { BuiltInTemplate } from '../email-template.js'
import { layout } from '../layout.js'

/** A new login, a changed password: the caller says what in `what`. */
export const securityAlert: BuiltInTemplate = {
  name: 'security-alert',
  fixed: true,
  variables: [
    { name: 'name', kind: 'text', sample: 'Ann' },
    { name: 'what', kind: 'text', sample: 'Your password was changed' },
    { name: 'at', kind: 'text', sample: '2030-01-01 12:00 UTC' },
    { name: 'where', kind: 'text', sample: 'Firefox, 192.0.2.1' },
  ],
  subject: 'Security: {{what}}',
  text: `Hello {{name}},

{{what}}.

When: {{at}}
Where: {{where}}

If this was not you, change your password and end your other sessions.
`,
  html: layout(
    '{{what}}',
    `<p>Hello {{name}},</p><p>{{what}}.</p><p>When: {{at}}<br>Where: {{where}}</p><p>If this was not you, change your password and end your other sessions.</p>`,
  ),
}
