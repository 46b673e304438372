import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const verifyEmail: BuiltInTemplate = {
  name: 'verify-email',
  fixed: true,
  variables: [
    { name: 'name', kind: 'text', sample: 'Ann' },
    { name: 'verifyUrl', kind: 'url', sample: 'https://linkflow.example/verify?token=sample' },
  ],
  subject: 'Confirm your e-mail address',
  text: `Hello {{name}},

please confirm that this is your e-mail address:

{{verifyUrl}}

If you did not sign up, there is nothing to do.
`,
  html: layout(
    'Confirm your e-mail address',
    `<p>Hello {{name}},</p><p>please confirm that this is your e-mail address.</p>${button('verifyUrl', 'Confirm address')}<p>If you did not sign up, there is nothing to do.</p>`,
  ),
}
