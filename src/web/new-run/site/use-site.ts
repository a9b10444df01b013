import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SiteAnswer } from '../../../contract/site.ts';
import { siteQuery } from '../../api/queries.ts';
import type { Values } from '../form/option-rules.ts';
import { readSourceText } from '../source/source-text.ts';

/** Options that change what a site answers. */
const ASKING: readonly string[] = [
  'maxHeight',
  'downloadFormat',
  'reuse',
  'playlist',
  'playlistLimit',
  'cookies',
  'cookiesFromBrowser',
  'allowPrivateUrls',
];
/** Typing asks once, not once a letter: a site takes seconds to answer, milliseconds. */
const REST_MS = 600;

/** What is known of the address that was chosen. */
export interface SiteFacts {
  readonly answer: SiteAnswer | null;
  /** The site is being asked (again). */
  readonly asking: boolean;
  /** The answer belongs to the options as they are. */
  readonly settled: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The address of a form's source; null for a file or nothing. */
export function addressOf(source: string | null): string | null {
  const read = source === null ? null : readSourceText(source);
  return read?.kind === 'address' ? read.address : null;
}

/**
 * What an address holds: asked of the site when it is chosen and when options change that it depends on.
 * @param address null = none
 */
export function useSite(address: string | null, given: Values): SiteFacts {
  const wanted = JSON.stringify(
    Object.fromEntries(Object.entries(given).filter(([name]) => ASKING.includes(name))),
  );
  const [rested] = useDebouncedValue(wanted, REST_MS);
  const values = useMemo((): Values => JSON.parse(rested), [rested]);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...siteQuery(address ?? '', values),
    enabled: address !== null,
    // What is shown stays while the same address is asked about with other options.
    placeholderData: (before, query) => (query?.queryKey[1] === address ? before : undefined),
  });
  return {
    answer: address === null ? null : (data ?? null),
    asking: isFetching,
    settled: data !== undefined && !isPlaceholderData && rested === wanted,
    error,
    retry: () => void refetch(),
  };
}
