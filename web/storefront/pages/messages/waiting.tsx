import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useSpeech } from '../../app.tsx';

/** Before there are messages: the room they will take, and that they are on their way. */
export function Waiting({ className }: { className: string }) {
  const { t } = useSpeech();
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className={className} />
    </>
  );
}
