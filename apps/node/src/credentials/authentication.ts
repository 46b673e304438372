import { NodeError } from '@linkflow/nodes'
import type { ReleasedCredential } from './credential-releaser.js'

/** What a credential adds to a request. */
export interface Authentication {
  headers: Record<string, string>
  query: Record<string, string>
  /** Every text that must not appear in anything that is recorded. */
  secrets: readonly string[]
}

const FIELD = /\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g

/**
 * Fills in what the credential's type says about requests. `{{field}}` stands for a field and nothing else: a secret
 * is never evaluated.
 *
 * @throws NodeError `credential/incomplete`
 */
export function authenticationOf(credential: ReleasedCredential | undefined): Authentication {
  const { headers = {}, query = {}, basic } = credential?.authenticate ?? {}
  const data = credential?.data ?? {}
  const fill = (template: string) => template.replaceAll(FIELD, (_all, name: string) => fieldOf(data, name))
  const filled = (templates: Record<string, string>) =>
    Object.fromEntries(Object.entries(templates).map(([name, template]) => [fill(name), fill(template)]))
  const added = { headers: filled(headers), query: filled(query) }
  if (basic) {
    const pair = Buffer.from(`${fill(basic.username)}:${fill(basic.password)}`).toString('base64')
    added.headers.Authorization = `Basic ${pair}`
  }
  const values = [...Object.values(data), ...Object.values(added.headers), ...Object.values(added.query)]
  return { ...added, secrets: [...values, ...values.map((value) => value.replace(/^\w+ /, ''))] }
}

/** The text without any of the secrets, longest first. Very short ones stay: they would tear up everything. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length > 3)
    .sort((a, b) => b.length - a.length)
    .reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text)
}

function fieldOf(data: Record<string, string>, name: string): string {
  if (Object.hasOwn(data, name)) return data[name] as string
  throw new NodeError('credential/incomplete', `The credential has no field ${name}.`, { details: { field: name } })
}
