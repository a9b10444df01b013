import { useLocation } from 'wouter';
import { draggingFiles } from '../new-run/uploads/drop-files.ts';
import { useObservable } from '../state/use-observable.ts';
import classes from './drop-veil.module.css';

/** Says what a drop would do, where no drop zone is in sight. */
export function DropVeil() {
  const over = useObservable(draggingFiles);
  const [path] = useLocation();
  if (!over || path === '/new') return null;
  return <div className={classes.veil}>Let go to upload, and to begin a run with it</div>;
}
