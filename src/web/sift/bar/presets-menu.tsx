import { boundsOf } from '../../../select/criteria.ts';
import { toastInfo } from '../../parts/toasts.tsx';
import { PresetMenu } from '../../presets/preset-menu.tsx';
import { useObservable } from '../../state/use-observable.ts';
import { boundsStep } from '../filters/bound-words.ts';
import { eyesStep, personStep } from '../filters/face-limits.ts';
import { FILTERS, isLimited } from '../filters/filter-list.ts';
import { CRITERIA_NAMES, criteriaFromPreset, criteriaToValues } from '../model/criteria-query.ts';
import { useSift } from '../sift-context.tsx';

/** Limits by name: presets of the page and of the command line, of which only the limits are touched here. */
export function PresetsMenu() {
  const { model } = useSift();
  const criteria = useObservable(model.settled);
  const values = criteriaToValues(criteria, model.runWeights);
  const words = FILTERS.filter(({ bound }) => isLimited(criteria, bound)).map((filter) =>
    boundsStep(filter, boundsOf(criteria, filter.bound)),
  );
  const { person, eyesOpen } = criteria.faces;
  if (person !== null) words.push(personStep(person));
  if (eyesOpen) words.push(eyesStep(true));
  if ('weights' in values) words.push('weights of its own');
  return (
    <PresetMenu
      values={values}
      scope={CRITERIA_NAMES}
      words={words}
      onLoad={(options) => {
        const { criteria: loaded, problems } = criteriaFromPreset(
          options,
          model.runWeights,
          model.runFaces.value,
        );
        if (problems.length > 0) toastInfo(problems.join(' '));
        model.change(loaded, Object.keys(options).length === 0 ? 'reset all limits' : 'load a preset');
      }}
    />
  );
}
