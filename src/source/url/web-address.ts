import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AppError } from '../../contract/app-error.ts';

/** Resolves a host name to all of its addresses. */
export type Resolve = (host: string) => Promise<readonly Pick<LookupAddress, 'address' | 'family'>[]>;

/** As the system resolves names. */
export const systemResolve: Resolve = (host) => lookup(host, { all: true });

/**
 * The address of a page or file on the web.
 * @throws AppError `url_refused` for anything but http and https
 */
export function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === '')
    throw new AppError('url_refused', { url: text, reason: 'it is not a complete address' });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AppError('url_refused', {
      url: text,
      reason: `${url.protocol} is not allowed, only http and https`,
    });
  return url;
}

/** Host of an address as a resolver takes it: IPv6 without brackets. */
export const hostOf = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/**
 * Whether an IP address can be reached from anywhere: not the machine itself, a private or link-local range, multicast,
 * or anything reserved; addresses of IPv4 inside IPv6 count as what they hold.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address.replace(/%.*$/, ''));
  return parsed.range() === 'unicast';
}

/**
 * Makes sure that a host lies on the public internet.
 * @returns its addresses
 * @throws AppError `url_private` when one of its addresses does not, `url_network` when it has none
 */
export async function requirePublic(
  host: string,
  resolve: Resolve = systemResolve,
): Promise<readonly string[]> {
  const name = hostOf(host);
  const found = isIP(name)
    ? [{ address: name }]
    : await resolve(name).catch((thrown: unknown) => {
        throw new AppError(
          'url_network',
          { url: host, reason: thrown instanceof Error ? thrown.message : String(thrown) },
          { cause: thrown },
        );
      });
  const addresses = found.map(({ address }) => address);
  const hidden = addresses.find((address) => !isPublic(address));
  if (hidden !== undefined) throw new AppError('url_private', { host: name, address: hidden });
  return addresses;
}
