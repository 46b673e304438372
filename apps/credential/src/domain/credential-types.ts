import { CredentialTypeUnknown } from '@linkflow/contracts'
import type { CredentialTypeView } from '@linkflow/contracts'

interface Rule {
  matches: RegExp
  message: string
}

/** A kind of credential: what people fill in, what is secret of it, how it becomes part of an HTTP request. */
export interface CredentialType extends CredentialTypeView {
  /** What a field must look like, by its name. */
  rules: Record<string, Rule>
}

const oneLine: Rule = { matches: /^\P{Cc}*$/u, message: 'Control characters and line breaks are not allowed.' }

const types: readonly CredentialType[] = [
  {
    type: 'header',
    name: 'Header',
    description: 'Sends one HTTP header, such as an API key’s.',
    fields: [
      { name: 'name', label: 'Header name', secret: false, required: true, description: 'For example X-API-Key.' },
      { name: 'value', label: 'Value', secret: true, required: true },
    ],
    authenticate: { headers: { '{{name}}': '{{value}}' } },
    rules: {
      name: { matches: /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/, message: 'This is not the name of a header.' },
      value: oneLine,
    },
  },
  {
    type: 'basic',
    name: 'Basic authentication',
    description: 'Signs in with a user name and a password (RFC 7617).',
    fields: [
      { name: 'username', label: 'User name', secret: false, required: true },
      { name: 'password', label: 'Password', secret: true, required: true },
    ],
    authenticate: { basic: { username: '{{username}}', password: '{{password}}' } },
    rules: {
      username: { matches: /^[^:\p{Cc}]{1,512}$/u, message: 'Colons and control characters are not allowed here.' },
      password: oneLine,
    },
  },
  {
    type: 'bearer',
    name: 'Bearer token',
    description: 'Sends a token in the Authorization header (RFC 6750).',
    fields: [{ name: 'token', label: 'Token', secret: true, required: true }],
    authenticate: { headers: { Authorization: 'Bearer {{token}}' } },
    rules: { token: { matches: /^[^\s\p{Cc}]+$/u, message: 'A token has no spaces or line breaks.' } },
  },
  {
    type: 'generic',
    name: 'Secret',
    description: 'Any secret text: the key of a signature, a private key, a value for an expression.',
    fields: [{ name: 'secret', label: 'Secret', secret: true, required: true, multiline: true }],
    rules: {},
  },
]

/** @throws CredentialTypeUnknown */
export function getCredentialType(type: string): CredentialType {
  const found = types.find((candidate) => candidate.type === type)
  if (!found) throw CredentialTypeUnknown({ type, known: types.map((known) => known.type) })
  return found
}

/** All kinds as people may see them. */
export function listCredentialTypes(): CredentialTypeView[] {
  return types.map(({ rules: _, ...view }) => view)
}
