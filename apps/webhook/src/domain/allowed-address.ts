import ipaddr from 'ipaddr.js'

/** Whether an address stands on a list of addresses and networks. IPv4 inside of IPv6 counts as IPv4. */
export function isAllowed(address: string, allowed: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const given = ipaddr.process(address)
  return allowed.some((entry) => {
    const [network, bits] = entry.includes('/') ? ipaddr.parseCIDR(entry) : [ipaddr.process(entry), undefined]
    if (network.kind() !== given.kind()) return false
    return given.match(network, bits ?? (given.kind() === 'ipv4' ? 32 : 128))
  })
}
