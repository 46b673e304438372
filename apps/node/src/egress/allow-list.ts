import ipaddr from 'ipaddr.js'
import { normalHost } from './address.js'

/** What an operator allows besides the public Internet. */
export interface AllowList {
  /** Networks, as address and number of bits. */
  readonly networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][]
  /** `host` or `host:port`. */
  readonly hosts: ReadonlySet<string>
}

/**
 * Reads a comma-separated list of networks (`10.0.0.0/8`, `fd00::/8`), addresses, hosts, and any of the latter two
 * with a port (`api.internal:8443`, `[::1]:8080`).
 *
 * @throws Error that names the entry which cannot be read
 */
export function parseAllowList(text: string): AllowList {
  const networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = []
  const hosts = new Set<string>()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    if (entry.includes('/')) networks.push(networkOf(entry))
    else if (ipaddr.isValid(entry) && !/^\d+$/.test(entry)) networks.push(networkOf(`${entry}/${bitsOf(entry)}`))
    else hosts.add(hostOf(entry))
  }
  return { networks, hosts }
}

/** True when the list names the host, or the host with this port. */
export function allowsHost({ hosts }: AllowList, hostname: string, port: number): boolean {
  const host = normalHost(hostname)
  return hosts.has(host) || hosts.has(`${host}:${port}`)
}

/** True when the address is in one of the networks. */
export function allowsAddress({ networks }: AllowList, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

function networkOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    return ipaddr.parseCIDR(entry)
  } catch (cause) {
    throw new Error(`${JSON.stringify(entry)} is not a network such as 10.0.0.0/8`, { cause })
  }
}

function hostOf(entry: string): string {
  const url = URL.canParse(`http://${entry}`) ? new URL(`http://${entry}`) : undefined
  if (!url || url.username !== '' || url.pathname !== '/' || url.search !== '')
    throw new Error(`${JSON.stringify(entry)} is not a host, a host with a port or a network`)
  const host = normalHost(url.hostname)
  const port = /:(\d+)$/.exec(entry)?.[1]
  return port === undefined ? host : `${host}:${Number(port)}`
}

const bitsOf = (address: string): number => (ipaddr.parse(address).kind() === 'ipv4' ? 32 : 128)
