import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * Tells of addresses whether they stand on a list of addresses and networks (`10.0.0.0/8`, `2001:db8::/32`). An IPv4
 * address and the same inside of IPv6 (`::ffff:0:0/96`) are one; what is no address stands on no list. Making a list
 * costs microseconds per entry, so keep it.
 */
export function addressList(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const entry of entries) {
    const [network = '', bits] = entry.split('/')
    if (bits === undefined) list.addAddress(network, family(network))
    else list.addSubnet(network, Number(bits), family(network))
  }
  return (address) => isIP(address) !== 0 && list.check(address, family(address))
}

const family = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6')
