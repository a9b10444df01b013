import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMaximize } from '@tabler/icons-react';
import { formatFrameNumber } from '../../format/numbers.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import { useObservable, useObservedPart } from '../../state/use-observable.ts';
import { FacesPart } from '../faces/faces-part.tsx';
import { useStageFaces } from '../faces/use-stage-faces.ts';
import { factsOf } from '../frame-facts.ts';
import { MaskPart } from '../masks/mask-part.tsx';
import { useMasks, useStageMask } from '../masks/use-stage-mask.ts';
import { verdictAt } from '../model/marks.ts';
import { useSift } from '../sift-context.tsx';
import { Values, Why } from './details.tsx';
import classes from './frame-panel.module.css';
import { Neighbours } from './neighbours.tsx';
import { PictureNotice } from './picture-notice.tsx';
import { Stage } from './stage.tsx';
import { usePictures } from './use-pictures.ts';
import { VerdictButtons } from './verdict-buttons.tsx';
import { zoomText } from './zoom.ts';

const PICTURE_WIDTH = 276;
const STRIP_REACH = 2;
/** The large picture of a frame that the focus only passes is not needed. */
const STAY_MS = 150;

/** The focused frame beside the gallery: picture, neighbours, why, values. */
export function FramePanel() {
  const sift = useSift();
  const { model, attention } = sift;
  const row = useObservable(attention.focus);
  useObservable(model.dataVersion);
  const verdict = useObservedPart(model.outcome, ({ marks }) => verdictAt(marks, row));
  const zoom = useObservable(sift.panelZoom);
  const stageFaces = useStageFaces(row);
  const stageMask = useStageMask(row);
  const open = useKeyHint('open-frame');
  const frame = model.data.numberOf(row);
  usePictures('shown', frame >= 0 ? [frame] : [], STAY_MS);
  useMasks('shown', frame >= 0 ? [frame] : [], STAY_MS);
  if (frame < 0) {
    return (
      <aside className={classes.panel} aria-label="Frame">
        <p className={classes.none}>No frame is chosen. Click one to see its values.</p>
      </aside>
    );
  }
  const facts = factsOf(model, row);
  const height = Math.min(276, Math.round(PICTURE_WIDTH / sift.aspect));
  return (
    <aside className={classes.panel} aria-label="Frame">
      <div className={classes.head}>
        <h2>
          {formatFrameNumber(frame)} <span>{facts.place}</span>{' '}
          {facts.shot >= 0 && <span>shot {facts.shot}</span>}
        </h2>
        <span className={classes.zoom}>{zoomText(zoom)}</span>
        <Tooltip label={`Large picture${open.combo ? ` (${open.combo})` : ''}`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Large picture"
            onClick={() => {
              sift.front.value = { layer: 'frame' };
            }}
          >
            <IconMaximize size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.stage} style={{ height }}>
        <Stage
          {...stageFaces}
          {...stageMask}
          frame={frame}
          zoom={sift.panelZoom}
          onZoom={(change, { picture, stage }) => {
            sift.panelZoom.value = change(sift.panelZoom.value, picture, stage);
          }}
          loupe
          label={`Frame ${frame}`}
          control={sift.panelStage}
        />
        <PictureNotice row={row} />
      </div>
      <div className={classes.part}>
        <Neighbours row={row} reach={STRIP_REACH} width={52} who="panel" />
      </div>
      <div className={classes.part}>
        <VerdictButtons
          verdict={verdict}
          onMark={(mark) => sift.markRows(mark, [row], { stay: true, advance: sift.advances() })}
        />
      </div>
      <Why row={row} />
      <Values row={row} />
      <MaskPart row={row} />
      <FacesPart row={row} />
      <p className={classes.foot}>Looked at as: {model.data.pickedBy(row)}</p>
    </aside>
  );
}
