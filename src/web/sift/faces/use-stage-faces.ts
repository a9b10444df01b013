import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { FaceRecord, FrameRecord } from '../../../contract/record.ts';
import { frameQuery } from '../../api/queries.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { siftPrefs } from '../sift-prefs.ts';
import { facesOf, type ShownFace } from './shown-faces.ts';

/** The faces of a row, drawn again when they are compared with others or the limit moves. */
export function useFaces(row: number): ShownFace[] {
  const { model } = useSift();
  useObservable(model.dataVersion);
  useObservable(model.criteria);
  useObservable(model.runFaces);
  return facesOf(model, row);
}

const STAY_MS = 120;

/** What the record of a row says besides its columns; null until it is there. */
export function useRecord(row: number, wanted: boolean): FrameRecord | null {
  const { model, run } = useSift();
  const { id } = useObservable(run);
  // A frame that the focus only passes is not asked for.
  const [stayed] = useDebouncedValue(row, STAY_MS);
  const frame = model.data.numberOf(stayed);
  const { data } = useQuery({ ...frameQuery(id, frame), enabled: wanted && frame >= 0 && stayed === row });
  return stayed === row ? (data ?? null) : null;
}

/** What the record says of each face besides its columns; null until it is there. */
export function useFaceRecords(row: number, wanted: boolean): readonly FaceRecord[] | null {
  return useRecord(row, wanted)?.faces ?? null;
}

/** What a stage shows of the faces of a row, and what pressing one does; nothing while they are switched off. */
export function useStageFaces(row: number) {
  const { faceMenu } = useSift();
  const { faces: on } = useObservable(siftPrefs);
  const faces = useFaces(row);
  const records = useFaceRecords(row, on && faces.length > 0);
  if (!on || faces.length === 0) return {};
  return {
    faces: { faces, points: records?.map(({ points }) => points) ?? null },
    onFace: ({ face, comparable }: ShownFace, at: { readonly x: number; readonly y: number }): void => {
      faceMenu.value = { row, face, comparable, ...at };
    },
  };
}
