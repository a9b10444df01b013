import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { KeyId } from '../keys/key-table.ts';
import { useKeyHint } from '../keys/use-keys.ts';
import classes from './hinted-button.module.css';

interface HintedButtonProps extends Pick<ActionIconProps, 'size' | 'disabled' | 'variant'> {
  /** The action whose keys are named. */
  readonly keyId: KeyId;
  /** What it does, where the key table says it too shortly. */
  readonly label?: string;
  /** For buttons that stay down. */
  readonly pressed?: boolean | undefined;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button that is only a picture: its tooltip says what it does and which keys do the same. */
export function HintedButton({ keyId, label, pressed, children, onClick, ...rest }: HintedButtonProps) {
  const hint = useKeyHint(keyId);
  const words = label ?? hint.label;
  return (
    <Tooltip label={hint.combo ? `${words} (${hint.combo})` : words}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        {...rest}
        className={classes.button}
        aria-label={words}
        aria-keyshortcuts={hint.aria}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
