import { Radio } from '@mantine/core';
import { useId } from 'react';
import type { OptionFactsView } from '../../../contract/http.ts';
import { labelOf } from '../form/option-words.ts';
import { NumberControl } from '../form/plain-fields.tsx';
import type { RunForm } from '../form/use-run-form.ts';
import classes from './method-cards.module.css';
import { type Estimate, estimateTexts, METHOD_WORDS } from './method-words.ts';

interface MethodCardProps {
  readonly form: RunForm;
  readonly method: string;
  readonly chosen: boolean;
  /** What it does with this source. */
  readonly help: string;
  /** Why it cannot be used on this source; null = it can. */
  readonly obstacle: string | null;
  readonly onChoose: () => void;
  readonly estimate: Estimate | null;
  /** A number that belongs to this method alone and stands on its card. */
  readonly inline: OptionFactsView | null;
}

/** One method: what it does and what it would come to with the chosen video. */
export function MethodCard({
  form,
  method,
  chosen,
  help,
  obstacle,
  onChoose,
  estimate,
  inline,
}: MethodCardProps) {
  const id = useId();
  const texts = estimate && obstacle === null ? estimateTexts(estimate) : null;
  const problem = inline ? form.state.drafts[inline.name]?.problem : undefined;
  return (
    <div className={classes.card} data-chosen={chosen || undefined}>
      <Radio
        name="method"
        value={method}
        checked={chosen}
        disabled={obstacle !== null}
        onChange={onChoose}
        label={METHOD_WORDS[method]?.title ?? method}
        classNames={{ label: classes.title ?? '' }}
        aria-describedby={`${id}-help ${id}-estimate`}
      />
      <p className={classes.help} id={`${id}-help`}>
        {obstacle ?? help}
      </p>
      {inline && (
        <div className={classes.inline}>
          <NumberControl
            form={form}
            facts={inline}
            missing={null}
            label={labelOf(inline.name)}
            control={{
              id: `${id}-inline`,
              'aria-describedby': `${id}-problem`,
              'aria-invalid': problem !== undefined,
              error: problem !== undefined,
              disabled: false,
            }}
          />
          <span>{inline.unit}</span>
        </div>
      )}
      {problem && (
        <p className={classes.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {texts && (
        <p className={classes.estimate} id={`${id}-estimate`}>
          <span className={classes.frames}>{texts.number}</span>
          <span className={classes.time}>{texts.rest}</span>
        </p>
      )}
    </div>
  );
}
