import { useObservable } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';

/** Whether any frame of the run has a mask, as far as it is known by now. */
export function useMasked(): boolean {
  const { model } = useSift();
  useObservable(model.dataVersion);
  return model.data.columns.subjects.any;
}
