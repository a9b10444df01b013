import { Button, Loader, SegmentedControl } from '@mantine/core';
import { messageOf } from '../../api/api-error.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import { pageWords } from '../../new-run/form/option-words.ts';
import { useObservable } from '../../state/use-observable.ts';
import { useFaces } from '../faces/use-stage-faces.ts';
import { useSift } from '../sift-context.tsx';
import { valueText } from '../words.ts';
import { pointingOf, pointingWords } from './pointing.ts';
import classes from './pointing-bar.module.css';
import type { PointerState } from './subject-pointer.ts';

function beginningWords({ wrong }: PointerState, faces: number): string {
  const how =
    'A right click, or Alt and a click, marks what does not belong to it; a drag draws a box around it.';
  return wrong && faces > 0
    ? `Click the face of the right person, or the subject itself. ${how}`
    : `Click on the subject. ${how}`;
}

/** What came of the points. */
function resultWords({ busy, preview }: PointerState): string {
  if (busy) return 'Looking …';
  if (preview === null) return '';
  if (preview.mask === null) return 'Nothing is found there: point somewhere else, or draw a box.';
  return `It covers ${valueText('mask_area', preview.area)} of the picture, certainty ${valueText('object_score', preview.score)}.`;
}

function Words({ state, faces }: { readonly state: PointerState; readonly faces: number }) {
  const { pictureSize } = useSift();
  if (state.error) {
    const { message, hint } = messageOf(state.error);
    return (
      <p className={classes.words} role="alert">
        <strong>{pageWords(message)}</strong> {pageWords(hint)}
      </p>
    );
  }
  const { frame, steps } = state;
  const pointed = pointingWords(pointingOf(frame, steps, pictureSize));
  return (
    <p className={classes.words} role="status">
      {state.busy && <Loader size={14} aria-hidden className={classes.loader ?? ''} />}
      {steps.length === 0 && !state.busy ? beginningWords(state, faces) : ''}
      {steps.length === 0 && state.busy ? 'Getting the frame ready …' : ''}
      {steps.length > 0 && `${pointed}. ${resultWords(state)}`}
    </p>
  );
}

/** The whole persons of the faces of a frame, for those who do not click on pictures. */
function FaceButtons({ row }: { readonly row: number }) {
  const { pointer } = useSift();
  const faces = useFaces(row);
  return faces.map(({ face, box, person, same }) => (
    <Button key={face} size="compact-sm" variant="default" onClick={() => pointer.add({ kind: 'face', box })}>
      {same && person ? person : `Face ${face + 1}`}
    </Button>
  ));
}

/** What can be done while somebody points at the subject of a row; nothing while nobody does. */
export function PointingBar({ row }: { readonly row: number }) {
  const { pointer, subjects, model } = useSift();
  const state = useObservable(pointer.state);
  useObservable(subjects.prompts);
  const work = useObservable(subjects.work);
  const faces = useFaces(row);
  const undo = useKeyHint('point-undo');
  const back = useKeyHint('back');
  const frame = model.data.numberOf(row);
  if (!state || state.frame !== frame) return null;
  const choice = subjects.on(frame);
  const shot = model.data.columns.subjects.shotAt(row);
  const ready = state.steps.length > 0 && !state.busy && (state.preview?.mask ?? null) !== null;
  const use = (scope: 'shot' | 'all'): void => {
    const { pointing } = pointer;
    if (!pointing) return;
    pointer.close();
    void subjects.choose({ ...pointing, scope });
  };
  const remove = (): void => {
    pointer.close();
    void subjects.remove(frame);
  };
  const some = state.steps.length > 0;
  return (
    <section className={classes.bar} aria-label="Choose the subject" data-pointing-bar="">
      <Words state={state} faces={faces.length} />
      <div className={classes.line}>
        <SegmentedControl
          size="xs"
          aria-label="A click marks"
          value={state.beside ? 'beside' : 'on'}
          onChange={(value) => pointer.mark(value === 'beside')}
          data={[
            { value: 'on', label: '+ the subject' },
            { value: 'beside', label: '− something else' },
          ]}
        />
        <FaceButtons row={row} />
        <span className={classes.space} />
        <Button
          size="compact-sm"
          variant="default"
          disabled={!some}
          aria-keyshortcuts={undo.aria}
          onClick={() => pointer.undo()}
        >
          Undo last
        </Button>
        <Button size="compact-sm" variant="default" disabled={!some} onClick={() => pointer.clear()}>
          Clear
        </Button>
      </div>
      <div className={classes.line}>
        {choice && (
          <Button size="compact-sm" variant="default" onClick={remove}>
            Take the choice back
          </Button>
        )}
        {work !== 'none' && <span className={classes.note}>Waits until the run has ended.</span>}
        <span className={classes.space} />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-keyshortcuts={back.aria}
          onClick={() => pointer.close()}
        >
          Cancel
        </Button>
        <Button size="compact-sm" variant="default" disabled={!ready} onClick={() => use('all')}>
          Use for all shots
        </Button>
        <Button size="compact-sm" disabled={!ready} onClick={() => use('shot')}>
          {shot < 0 ? 'Use for this shot' : `Use for this shot (${shot})`}
        </Button>
      </div>
    </section>
  );
}
