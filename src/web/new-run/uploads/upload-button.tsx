import { Button, FileButton, type MantineSize } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { sendFiles } from './uploads.ts';

interface UploadButtonProps {
  readonly size?: MantineSize;
  /** Name for screen readers, where the text alone does not say it. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Opens the browser's file dialog and sends what is chosen there. */
export function UploadButton({ size = 'sm', label, children }: UploadButtonProps) {
  const forget = useRef<() => void>(null);
  const send = (files: File[]): void => {
    forget.current?.(); // choosing the same file again is a choice too
    void sendFiles(files);
  };
  return (
    <FileButton resetRef={forget} multiple onChange={send} accept="video/*,.mkv,.ts,.m2ts,.mts">
      {(props) => (
        <Button {...props} variant="default" size={size} aria-label={label}>
          {children}
        </Button>
      )}
    </FileButton>
  );
}
