import type { BuiltInTemplate } from '../email-template.js'
import { button, layout } from '../layout.js'

export const invitation: BuiltInTemplate = {
  name: 'invitation',
  fixed: false,
  variables: [
    { name: 'inviterName', kind: 'text', sample: 'Ann' },
    { name: 'workspaceName', kind: 'text', sample: 'Acme' },
    { name: 'role', kind: 'text', sample: 'editor' },
    { name: 'inviteUrl', kind: 'url', sample: 'https://linkflow.example/invitations/sample' },
  ],
  subject: '{{inviterName}} invites you to {{workspaceName}}',
  text: `Hello,

{{inviterName}} invites you to the workspace {{workspaceName}} as {{role}}:

{{inviteUrl}}

If you do not know what this is about, there is nothing to do.
`,
  html: layout(
    'You are invited to {{workspaceName}}',
    `<p>{{inviterName}} invites you to the workspace {{workspaceName}} as {{role}}.</p>${button('inviteUrl', 'See the invitation')}<p>If you do not know what this is about, there is nothing to do.</p>`,
  ),
}
