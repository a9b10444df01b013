import type { RunSummary } from '../../contract/http.ts';

/** A run under way as GET /api/runs lists it, with some facts replaced. */
export function aRun(facts: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'aaaaaaaa',
    name: 'clip',
    title: null,
    folder: '/videos/downloads/clip',
    state: 'running',
    input: '/videos/clip.mp4',
    source_missing: false,
    source_address: null,
    source_fingerprint: null,
    probe: null,
    options: {},
    counts: null,
    total: null,
    error: null,
    warnings: [],
    created_at: '2026-01-02T03:04:05.000Z',
    updated_at: '2026-01-02T03:04:05.000Z',
    seconds: null,
    queue_place: null,
    here: true,
    sample: [],
    picture_key: 'k1',
    ...facts,
  };
}
