import { Group, Loader, Text } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Nothing for 100 ms, then a sign, and words after a second: what is quick does not flicker. */
export function Loading({ what }: { readonly what: string }) {
  const [stage, setStage] = useState<'nothing' | 'sign' | 'words'>('nothing');
  useEffect(() => {
    const sign = setTimeout(setStage, 100, 'sign');
    const words = setTimeout(setStage, 1000, 'words');
    return () => {
      clearTimeout(sign);
      clearTimeout(words);
    };
  }, []);
  if (stage === 'nothing') return null;
  return (
    <Group gap="sm" p="lg" justify="center" role="status">
      <Loader size="sm" aria-hidden />
      {stage === 'words' && <Text c="dimmed">{what}</Text>}
    </Group>
  );
}
