/// <reference path="./npm-conf.d.ts" />
import { rootCertificates } from 'node:tls';
import npmConf from '@pnpm/npm-conf';

/** The part of npm's settings that downloads follow: command line, environment, project, user, global. */
export interface NpmSettings {
  /** Address of the registry for a package, ending in a slash. */
  registryFor(packageName: string): string;
  readonly proxy: string | null;
  readonly httpsProxy: string | null;
  readonly noProxy: string | null;
  /** Certificates that are trusted besides the usual ones. */
  readonly certificates: readonly string[];
  readonly strictTls: boolean;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function listOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string' && one !== '').map(String);
}

/**
 * Reads npm's settings.
 * @throws Error when npm names no registry
 */
export function readNpmSettings(): NpmSettings {
  const { config } = npmConf();
  const ca = listOf(config.get('ca'));
  return {
    registryFor: (packageName) => {
      const scope = packageName.startsWith('@') ? packageName.split('/')[0] : null;
      const found = (scope && textOf(config.get(`${scope}:registry`))) ?? textOf(config.get('registry'));
      if (!found) throw new Error('npm names no registry');
      return found.endsWith('/') ? found : `${found}/`;
    },
    proxy: textOf(config.get('proxy')),
    httpsProxy: textOf(config.get('https-proxy')) ?? textOf(config.get('proxy')),
    noProxy: listOf(config.get('noproxy')).join(',') || null,
    certificates: ca.length > 0 ? [...rootCertificates, ...ca] : [],
    strictTls: config.get('strict-ssl') !== false,
  };
}
