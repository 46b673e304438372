import { lookup as systemLookup } from 'node:dns'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { NodeError } from '@linkflow/nodes'
import { buildConnector } from 'undici'
import { isInsideName, isPublic, literalAddress } from './address.js'
import { allowsAddress, allowsHost } from './allow-list.js'
import type { AllowList } from './allow-list.js'

type Found = (error: Error | null, addresses: LookupAddress[]) => void
type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** Finds all addresses of a name; `dns.lookup` in production. */
export type Resolver = (hostname: string, options: LookupOptions & { all: true }, found: Found) => void

/**
 * Opens connections to where nodes may go, and to nowhere else. What is checked is the address that is dialled, at the
 * moment it is dialled: a name that answers differently the second time gains nothing. All addresses of a name must
 * be allowed, not only the one that would be used.
 */
export function guardedConnector(
  allow: AllowList,
  connectTimeoutMs: number,
  resolve: Resolver = systemLookup,
): buildConnector.connector {
  const lookup = (hostname: string, options: LookupOptions, answer: Answer): void =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const blocked = error ? undefined : addresses.find(({ address }) => !mayDial(allow, address))
      if (error) answer(error, [])
      else if (blocked) answer(blockedAddress(hostname), [])
      else give(addresses, options, answer)
    })
  const trustingLookup = (hostname: string, options: LookupOptions, answer: Answer): void =>
    resolve(hostname, { ...options, all: true }, (error, addresses) =>
      error ? answer(error, []) : give(addresses, options, answer),
    )
  const guarded = buildConnector({ timeout: connectTimeoutMs, lookup })
  const trusting = buildConnector({ timeout: connectTimeoutMs, lookup: trustingLookup })

  return (options, callback) => {
    const { hostname, port, protocol } = options
    if (allowsHost(allow, hostname, Number(port) || (protocol === 'https:' ? 443 : 80)))
      return trusting(options, callback)
    // Nothing is looked up for an address, so the lookup above never sees it.
    const isLiteral = literalAddress(hostname) !== undefined
    if (isLiteral ? !mayDial(allow, hostname) : isInsideName(hostname)) return callback(blockedAddress(hostname), null)
    return guarded(options, callback)
  }
}

function mayDial(allow: AllowList, address: string): boolean {
  const parsed = literalAddress(address)
  return parsed !== undefined && (isPublic(parsed) || allowsAddress(allow, parsed))
}

function give(addresses: LookupAddress[], { all }: LookupOptions, answer: Answer): void {
  const [first] = addresses
  if (all) answer(null, addresses)
  else if (first) answer(null, first.address, first.family)
  else answer(Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' }), [])
}

function blockedAddress(hostname: string): NodeError {
  const message = `${hostname} is inside the network, where nodes may not go unless LINKFLOW_EGRESS_ALLOW names it.`
  return new NodeError('http/blocked-address', message, { details: { host: hostname } })
}
