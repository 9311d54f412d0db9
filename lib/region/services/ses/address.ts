/** Mail addresses as they stand in headers: `Ann Smith <ann@example.com>` or `ann@example.com`. */
export interface Address {
  name: string;
  address: string;
}

export function parseAddress(text: string): Address {
  const [, name = '', address] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return { name: name.replace(/^"(.*)"$/, '$1'), address: (address ?? text).trim() };
}

/** Lower-case `ann@example.com`, by which mail is found again. */
export function bare(text: string): string {
  return parseAddress(text).address.toLowerCase();
}
