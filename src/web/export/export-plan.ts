import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExportBody, ExportPlan } from '../../contract/http.ts';
import { api, resultOf } from '../api/client.ts';

/** Typing asks for no plan at every key, milliseconds. */
const REST_MS = 300;

function useRested<T>(value: T, key: string): T {
  const [rested, setRested] = useState({ value, key });
  useEffect(() => {
    const timer = setTimeout(() => setRested({ value, key }), rested.key === key ? 0 : REST_MS);
    return () => clearTimeout(timer);
  });
  return rested.key === key ? value : rested.value;
}

/**
 * What an export would write, worked out by the server from what lies on disk.
 * @param body null = it cannot be asked for yet
 * @param kept frames that the page keeps: another number asks anew
 */
export function useExportPlan(run: string, body: ExportBody | null, kept: number) {
  const key = JSON.stringify([body, kept]);
  const rested = useRested(body, key);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['export-plan', run, rested, kept],
    queryFn: ({ signal }): Promise<ExportPlan> => {
      if (!rested) throw new Error('nothing to plan');
      const call = { param: { id: run }, json: rested };
      return resultOf(api.runs[':id'].export.plan.$post(call, { init: { signal } }));
    },
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const fresh = !isFetching && rested === body;
  return { plan: error ? undefined : data, error, fresh, refetch };
}
