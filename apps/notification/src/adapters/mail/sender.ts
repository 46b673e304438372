/** Splits `Name <address>`; an address alone has no name. */
export function parseSender(text: string): { name: string; address: string } {
  const [, name = '', address = text] = /^([^<]*)<([^>]+)>$/.exec(text) ?? []
  return { name: name.trim().replace(/^"|"$/g, ''), address: address.trim() }
}
