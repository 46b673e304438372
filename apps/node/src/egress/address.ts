import ipaddr from 'ipaddr.js'

const AZURE_PLATFORM = ipaddr.parse('168.63.129.16')
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** A host as it is compared: lower case, without the brackets of an IPv6 address and without a final dot. */
export function normalHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '')
}

/** The address a host is, when it is one; an IPv4 address inside IPv6 counts as IPv4. */
export function literalAddress(hostname: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const host = normalHost(hostname)
  return ipaddr.isValid(host) ? ipaddr.process(host) : undefined
}

/**
 * True for addresses of the public Internet. Everything else is somebody's inside: loopback, private, link-local with
 * its metadata services, carrier networks, multicast, tunnels to IPv4, reserved.
 */
export function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv6') return address.match(GLOBAL_UNICAST)
  // Public by range, but answered by the platform of the cloud itself.
  return address.toString() !== AZURE_PLATFORM.toString()
}

/** True for names that by convention lead inside, whatever they resolve to. */
export function isInsideName(hostname: string): boolean {
  const host = normalHost(hostname)
  return /(^|\.)(localhost|local|internal|localdomain|home\.arpa)$/.test(host)
}
