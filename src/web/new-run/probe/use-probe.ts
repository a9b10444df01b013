import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { OptionFactsView, ProbeAnswer } from '../../../contract/http.ts';
import { isStills } from '../../../contract/probe.ts';
import { probeQuery, scenesQuery } from '../../api/queries.ts';
import type { Values } from '../form/option-rules.ts';
import { type Estimate, withScenes } from '../method/method-words.ts';
import { readSourceText } from '../source/source-text.ts';

/** Sections whose options decide which frames are looked at. */
const PICKING: ReadonlySet<string> = new Set(['source', 'extraction']);
/** Options that decide how long a frame takes that is looked at. */
const COSTLY: ReadonlySet<string> = new Set([
  ...['png', 'preFilter', 'preFilterFace', 'enableFaceFilter', 'faceModel', 'faceTiles'],
  ...['enableSubjectMask', 'maskingModel', 'sam2ModelVariant', 'maskSize'],
]);
/** Options of those that change how many scene cuts there are. */
const CUTTING: readonly string[] = ['start', 'end', 'stream', 'sceneThreshold', 'fastScene'];
/** Typing a number asks once, not once a digit, milliseconds. */
const REST_MS = 350;

/** What is known of the chosen source. */
export interface SourceFacts {
  readonly answer: ProbeAnswer | null;
  /** Which files of a folder are taken; null = all. */
  readonly glob: string | null;
  /** What each method comes to, in the order of the option. */
  readonly estimates: readonly Estimate[];
  /** The numbers come from the index of the file, and belong to the options as they are. */
  readonly settled: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The given options that change an estimate; estimates are made for every method, so the method is none of them. */
function estimatedBy(options: readonly OptionFactsView[], given: Values): Values {
  const names = options.filter(
    ({ section, name }) => (PICKING.has(section) || COSTLY.has(name)) && name !== 'method',
  );
  return Object.fromEntries(
    names.filter(({ name }) => Object.hasOwn(given, name)).map(({ name }) => [name, given[name]]),
  );
}

function cuttingValues(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => CUTTING.includes(name)));
}

/**
 * Facts and estimates of a file: guessed ones at once, then exact ones when its index is read. Scene cuts are counted in a
 * sample meanwhile; without one their number is unknown, whatever the reason.
 */
export function useProbe(
  source: string | null,
  options: readonly OptionFactsView[],
  given: Values,
): SourceFacts {
  const path = source !== null && readSourceText(source).kind === 'path' ? source : null;
  const wanted = JSON.stringify(estimatedBy(options, given));
  const [rested] = useDebouncedValue(wanted, REST_MS);
  const values = useMemo((): Values => JSON.parse(rested), [rested]);
  const sameSource = (before: ProbeAnswer | undefined) => (before?.source.path === path ? before : undefined);
  const quick = useQuery({
    ...probeQuery(path ?? '', values, false),
    enabled: path !== null,
    placeholderData: sameSource,
  });
  const exact = useQuery({
    ...probeQuery(path ?? '', values, true),
    enabled: path !== null && quick.isSuccess && !quick.isPlaceholderData,
    placeholderData: sameSource,
  });
  const scenes = useQuery({
    ...scenesQuery(path ?? '', cuttingValues(values)),
    enabled: path !== null && quick.isSuccess && !quick.isPlaceholderData && !isStills(quick.data.probe),
    placeholderData: (before, query) => (query?.queryKey[1] === path ? before : undefined),
  });
  // After a change the old exact numbers stay, marked as guessed, until the new ones are there.
  const answer = exact.data ?? quick.data ?? null;
  return {
    answer: path === null ? null : answer,
    glob: typeof values.glob === 'string' ? values.glob : null,
    estimates: withScenes(
      (path === null ? null : answer)?.estimates ?? [],
      scenes.data ?? null,
      scenes.isFetching,
    ),
    settled: exact.isSuccess && !exact.isPlaceholderData && rested === wanted,
    error: quick.error ?? exact.error,
    retry: () => void quick.refetch(),
  };
}
