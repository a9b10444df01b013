import { Button, Tooltip } from '@mantine/core';
import { IconDiamonds, IconX } from '@tabler/icons-react';
import type { Verdict } from '../../../contract/http.ts';
import { useKeyHint } from '../../keys/use-keys.ts';
import classes from './verdict-buttons.module.css';

interface VerdictButtonsProps {
  readonly verdict: Verdict;
  /** Told the verdict whose button was pressed: the one that is given already takes it away. */
  readonly onMark: (verdict: 'pin' | 'reject') => void;
}

/** Pin and reject, one of them down. */
export function VerdictButtons({ verdict, onMark }: VerdictButtonsProps) {
  const pin = useKeyHint('pin');
  const reject = useKeyHint('reject');
  return (
    <div className={classes.buttons}>
      <Tooltip label={`Keep it whatever the limits say${pin.combo ? ` (${pin.combo})` : ''}`}>
        <Button
          size="xs"
          flex={1}
          variant={verdict === 'pin' ? 'filled' : 'default'}
          leftSection={<IconDiamonds size={16} aria-hidden />}
          aria-pressed={verdict === 'pin'}
          aria-keyshortcuts={pin.aria}
          onClick={() => onMark('pin')}
        >
          {verdict === 'pin' ? 'Pinned' : 'Pin'}
        </Button>
      </Tooltip>
      <Tooltip label={`Drop it whatever the limits say${reject.combo ? ` (${reject.combo})` : ''}`}>
        <Button
          size="xs"
          flex={1}
          variant={verdict === 'reject' ? 'filled' : 'default'}
          leftSection={<IconX size={16} aria-hidden />}
          aria-pressed={verdict === 'reject'}
          aria-keyshortcuts={reject.aria}
          onClick={() => onMark('reject')}
        >
          {verdict === 'reject' ? 'Rejected' : 'Reject'}
        </Button>
      </Tooltip>
    </div>
  );
}
