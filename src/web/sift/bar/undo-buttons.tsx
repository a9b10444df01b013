import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useObservable } from '../../state/use-observable.ts';
import { HintedButton } from '../hinted-button.tsx';
import { useSift } from '../sift-context.tsx';
import { redoStep, undoStep } from './undo.ts';

/** Takes the latest step back, or does it again; both say which one. */
export function UndoButtons() {
  const sift = useSift();
  const { undo, redo } = useObservable(sift.model.history.names);
  return (
    <>
      <HintedButton
        keyId="undo"
        size="lg"
        disabled={undo === null}
        label={undo === null ? 'Nothing to undo' : `Undo: ${undo}`}
        onClick={() => undoStep(sift)}
      >
        <IconArrowBackUp size={18} aria-hidden />
      </HintedButton>
      <HintedButton
        keyId="redo"
        size="lg"
        disabled={redo === null}
        label={redo === null ? 'Nothing to redo' : `Redo: ${redo}`}
        onClick={() => redoStep(sift)}
      >
        <IconArrowForwardUp size={18} aria-hidden />
      </HintedButton>
    </>
  );
}
