import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import { listenForDrops } from '../new-run/uploads/drop-files.ts';

/** Files may be dropped anywhere: they are uploaded, and the page shows where a run begins. */
export function useDrops(): void {
  const [path, navigate] = useLocation();
  const onDrop = useEffectEvent(() => {
    if (path !== '/new') navigate('/new');
  });
  useEffect(() => listenForDrops(() => onDrop()), []);
}
