import { createHmac } from 'node:crypto'

/** The key encryption keys of the installation, by name. One of them encrypts; all of them decrypt. */
export class Keyring {
  constructor(
    private readonly keys: ReadonlyMap<string, Buffer>,
    readonly activeId: string,
  ) {
    if (!keys.has(activeId)) throw new Error(`There is no key "${activeId}".`)
  }

  get ids(): string[] {
    return [...this.keys.keys()]
  }

  /** @throws Error when the key is not there */
  get(id: string): Buffer {
    const key = this.keys.get(id)
    if (!key) throw new Error(`There is no key "${id}".`)
    return key
  }

  /** A value by which a key is recognised that tells nothing about it. */
  checkValue(id: string): Buffer {
    return createHmac('sha256', this.get(id)).update('linkflow/key-check/v1').digest()
  }

  /**
   * A short text that changes with the data of a credential. Bound to the credential, so that equal secrets of two
   * credentials do not show as equal.
   */
  fingerprint(credential: { workspaceId: string; credentialId: string }, data: Record<string, string>): string {
    const { workspaceId, credentialId } = credential
    const key = createHmac('sha256', this.get(this.activeId))
      .update(`linkflow/fingerprint/v1|${workspaceId}|${credentialId}`)
      .digest()
    const sorted = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))
    const fingerprint = createHmac('sha256', key).update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
    key.fill(0)
    return fingerprint
  }
}
