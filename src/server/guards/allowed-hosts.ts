import { isIPv4 } from 'node:net';

/** Names under which a server on this machine alone may be called. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;

/** Addresses that stand for all addresses of the machine. */
const ANY = new Set(['0.0.0.0', '::']);

/** A name as it stands in an address: IPv6 in brackets, without a zone. */
function inAddress(name: string): string {
  return name.includes(':') ? `[${name.replace(/%.*$/, '').toLowerCase()}]` : name.toLowerCase();
}

/**
 * What the Host header may be: a name that a web page could make point here (DNS rebinding) is not among them.
 * @param host the address to listen on
 * @param own addresses and name of this machine, allowed where the server listens on all of them
 */
export function allowedHosts(host: string, port: number, own: readonly string[]): ReadonlySet<string> {
  const names = [...LOOPBACK, ...(ANY.has(host) ? own.map(inAddress) : [inAddress(host)])];
  // Browsers leave out the usual port.
  return new Set(names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));
}

/** The address that a person opens. */
export function serverAddress(host: string, port: number): string {
  const name = ANY.has(host) ? '127.0.0.1' : inAddress(host);
  return `http://${name}:${port}`;
}

/** Whether an address reaches this machine only. */
export function isPrivateHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
