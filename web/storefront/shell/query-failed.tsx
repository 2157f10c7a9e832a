import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { useApp } from '../app.tsx';
import type { Query } from '../state/use-query.ts';
import { problemText } from './problem-text.ts';

interface QueryFailedProps {
  of: Omit<Query<unknown>, 'data'>;
  /** What is not there; without it that something went wrong. */
  title?: string;
}

/** Why there is no answer, its number for support, and another try; nothing where there is one. */
export function QueryFailed({ of, title }: QueryFailedProps) {
  const { speech } = useApp();
  const { t } = speech;
  const { problem, loading, reload } = of;
  if (problem === null) return null;
  return (
    <ErrorNotice
      title={title ?? t('problem.title')}
      text={problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={t('failed.request')}
      actions={
        <Button size="sm" busy={loading} onClick={reload}>
          {t('retry')}
        </Button>
      }
    />
  );
}
