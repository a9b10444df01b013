import { ActionIcon, Slider, Tooltip } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { METRICS, type Metric, type QualityWeights } from '../../../contract/metric.ts';
import { formatDecimal } from '../../format/numbers.ts';
import { useObservedPart } from '../../state/use-observable.ts';
import { useSift } from '../sift-context.tsx';
import { FIELD_LABEL } from '../words.ts';
import classes from './filters.module.css';
import { NumberField, parseNumber } from './number-field.tsx';

const MOST = 100;

function weightsStep(weights: QualityWeights): string {
  return `weights ${METRICS.map((metric) => formatDecimal(weights[metric], 1)).join(' ')}`;
}

/** Quality needs something to be the mean of, so the last weight does not go to nothing. */
function withWeight(weights: QualityWeights, metric: Metric, weight: number): QualityWeights | null {
  const next = { ...weights, [metric]: weight };
  return METRICS.some((name) => next[name] > 0) ? next : null;
}

/** How much each score counts in the quality. Frames are scored again at once; the run stays as it is. */
export function WeightsSection() {
  const { model } = useSift();
  const weights = useObservedPart(model.criteria, (criteria) => criteria.weights);
  const mode = useObservedPart(model.criteria, (criteria) => criteria.mode);
  const changed = METRICS.some((metric) => weights[metric] !== model.runWeights[metric]);
  const move = (metric: Metric, weight: number): void => {
    const next = withWeight(model.criteria.value.weights, metric, weight);
    if (next) model.preview({ ...model.criteria.value, weights: next });
  };
  const leave = (merge?: string): void => model.commit(weightsStep(model.criteria.value.weights), merge);
  const set = (metric: Metric, weight: number, merge?: string): void => {
    move(metric, weight);
    leave(merge);
  };
  return (
    <section className={classes.filter} aria-label="Weights of the quality" data-filter="weights">
      <div className={classes.title}>
        <h2 data-limited={changed || undefined}>Weights</h2>
        {changed && (
          <Tooltip label="The weights of the run">
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label="Reset the weights"
              onClick={() =>
                model.change({ ...model.criteria.value, weights: model.runWeights }, 'weights of the run')
              }
            >
              <IconRestore size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {METRICS.map((metric) => (
        <div key={metric} className={classes.weight}>
          <span>{FIELD_LABEL[metric]}</span>
          <Slider
            size={4}
            label={null}
            min={0}
            max={MOST}
            step={1}
            value={Math.min(MOST, weights[metric])}
            onChange={(weight) => move(metric, weight)}
            onChangeEnd={() => leave(`weight ${metric}`)}
            thumbLabel={`Weight of ${FIELD_LABEL[metric].toLowerCase()}, slider`}
          />
          <NumberField
            label={`Weight of ${FIELD_LABEL[metric].toLowerCase()}`}
            text={formatDecimal(weights[metric], 1)}
            placeholder="0"
            parse={parseNumber}
            problemOf={(weight) => (weight < 0 || weight > 1000 ? 'From 0 to 1000' : null)}
            onSet={(weight) => set(metric, weight ?? 0)}
            onStep={(steps) =>
              set(metric, Math.min(1000, Math.max(0, weights[metric] + steps)), `weight ${metric}`)
            }
          />
        </div>
      ))}
      {mode === 'individual' && (
        <div className={classes.info}>Only for the quality that is shown and sorted by.</div>
      )}
    </section>
  );
}
