import { describe, expect, it } from 'vitest';
import type { ModelPack, ModelsAnswer } from '../../../contract/model-http.ts';
import { chosenPack, facePacks } from './face-words.ts';

const pack = (kind: ModelPack['kind'], name: string): ModelPack => ({
  ...{ kind, name, title: name, state: 'missing', missing: [], bytes: 1, download_bytes: 1 },
  ...{ source: 'here', export_command: null, tiles: false, mask: null, download: null },
  licence: { text: 'MIT', url: 'https://example.com', acceptance: null, accepted: true },
});

describe('models for faces', () => {
  const answer: ModelsAnswer = {
    folder: '/models',
    models: [pack('faces', 'yunet'), pack('masks', 'edgetam')],
  };

  it('are those of their kind alone', () => {
    expect(facePacks(answer).map(({ name }) => name)).toEqual(['yunet']);
    expect(facePacks(undefined)).toEqual([]);
    expect(chosenPack(answer, {}, 'yunet')?.name).toBe('yunet');
    expect(chosenPack(answer, { faceModel: 'edgetam' }, 'yunet')).toBeNull();
  });
});
