import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { type NpmSettings, readNpmSettings } from './npm-settings.ts';

/** Asks for addresses. */
export interface HttpClient {
  get(
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<Response>;
  close(): Promise<void>;
}

/** Longest silence of a server, in milliseconds: before its answer, and between two pieces of it. */
const SILENCE = { headersTimeout: 30_000, bodyTimeout: 60_000 } as const;

/** A client that goes through the proxies and trusts the certificates that npm or the environment name. */
export function httpClient(settings: NpmSettings = readNpmSettings()): HttpClient {
  const { proxy, httpsProxy, noProxy, certificates, strictTls } = settings;
  const tls = {
    rejectUnauthorized: strictTls,
    ...(certificates.length > 0 && { ca: [...certificates] }),
  };
  const dispatcher = new EnvHttpProxyAgent({
    ...SILENCE,
    connect: tls,
    requestTls: tls,
    ...(proxy && { httpProxy: proxy }),
    ...(httpsProxy && { httpsProxy }),
    ...(noProxy && { noProxy }),
  });
  return {
    get: (url, headers, signal) => fetch(url, { headers, dispatcher, ...(signal && { signal }) }),
    close: () => dispatcher.close(),
  };
}
