import { asksForMasks } from '../../../select/criteria.ts';
import { useObservedPart } from '../../state/use-observable.ts';
import { useMasked } from '../masks/use-masked.ts';
import { useSift } from '../sift-context.tsx';
import { foundFilters } from './filter-list.ts';
import { MASK_FILTERS } from './mask-filters.ts';
import { RangeFilter } from './range-filter.tsx';

/** The filters by masks that are called as is wanted; none where nothing has a mask, unless something is asked of masks. */
export function useMaskFilters(wanted: string) {
  const { model } = useSift();
  const masked = useMasked();
  const asked = useObservedPart(model.criteria, asksForMasks);
  return masked || asked ? foundFilters('overall', wanted, MASK_FILTERS) : [];
}

/** The limits on the mask of the subject. */
export function MasksSection({ wanted }: { readonly wanted: string }) {
  return useMaskFilters(wanted).map((filter) => <RangeFilter key={filter.bound} filter={filter} />);
}
