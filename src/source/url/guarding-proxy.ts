import dns from 'node:dns';
import { isIP } from 'node:net';
import { RequestError, Server } from 'proxy-chain';
import { AppError } from '../../contract/app-error.ts';
import { hostOf, type Resolve, requirePublic, systemResolve } from './web-address.ts';

/** A proxy of this machine that lets nothing through to private addresses. */
export interface GuardingProxy {
  readonly url: string;
  /** The proxy of the environment that it hands everything on to, or null. */
  readonly upstream: string | null;
  /** Hosts that were refused, as errors. */
  readonly refused: readonly AppError[];
  close(): Promise<void>;
}

const UPSTREAM = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
] as const;

/** The proxy that the environment names for the web, or null. */
export function upstreamProxy(env: NodeJS.ProcessEnv): string | null {
  return UPSTREAM.map((name) => env[name]).find((value) => value !== undefined && value !== '') ?? null;
}

type Lookup = typeof dns.lookup;

/** `dns.lookup` that answers with addresses that have been looked at, so that a second answer of the resolver counts for nothing. */
function pinned(addresses: readonly string[]): Lookup {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const answer = (_host: string, options: dns.LookupOptions, done: (...results: unknown[]) => void) => {
    const wanted = all.filter(({ family }) => !options.family || options.family === family);
    const [first] = wanted;
    if (first === undefined)
      done(Object.assign(new Error('no address of this family'), { code: 'ENOTFOUND' }));
    else if (options.all) done(null, wanted);
    else done(null, first.address, first.family);
  };
  return Object.assign(answer, dns.lookup);
}

/**
 * Starts a proxy on 127.0.0.1 through which a downloader reaches public addresses only, whatever it is redirected to and
 * however often a name changes its address. Behind a proxy of the environment names are resolved there; then only names
 * that this machine resolves to private addresses are refused.
 */
export async function guardingProxy({
  env = process.env,
  resolve = systemResolve,
}: {
  env?: NodeJS.ProcessEnv;
  resolve?: Resolve;
} = {}): Promise<GuardingProxy> {
  const refused: AppError[] = [];
  const upstream = upstreamProxy(env);
  const server = new Server({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: async ({ hostname }) => {
      try {
        const addresses = await requirePublic(hostname, resolve);
        return { upstreamProxyUrl: upstream, dnsLookup: pinned(addresses) };
      } catch (thrown) {
        const error = thrown instanceof AppError ? thrown : null;
        if (error?.code === 'url_network' && upstream !== null && !isIP(hostOf(hostname)))
          return { upstreamProxyUrl: upstream };
        if (error?.code === 'url_private') refused.push(error);
        throw new RequestError(error?.message ?? 'refused', error?.code === 'url_private' ? 403 : 502);
      }
    },
  });
  server.on('requestFailed', () => undefined);
  await server.listen();
  return { url: `http://127.0.0.1:${server.port}`, upstream, refused, close: () => server.close(true) };
}
