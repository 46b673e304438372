import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const resetPassword: BuiltInTemplate = {
  name: 'reset-password',
  fixed: true,
  variables: [
    { name: 'name', kind: 'text', sample: 'Ann' },
    { name: 'resetUrl', kind: 'url', sample: 'https://linkflow.example/reset?token=sample' },
  ],
  subject: 'Choose a new password',
  text: `Hello {{name}},

somebody, hopefully you, wants to choose a new password for your account:

{{resetUrl}}

If it was not you, there is nothing to do: your password stays as it is.
`,
  html: layout(
    'Choose a new password',
    `<p>Hello {{name}},</p><p>somebody, hopefully you, wants to choose a new password for your account.</p>${button('resetUrl', 'Choose a password')}<p>If it was not you, there is nothing to do: your password stays as it is.</p>`,
  ),
}
