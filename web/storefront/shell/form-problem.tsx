import type { ApiProblem } from '../../client/problem.ts';
import { ErrorNotice, Notice } from '../../ui/notice.tsx';
import { useSpeech } from '../app.tsx';
import type { Speech } from '../i18n/translate.ts';
import { useWait, type Wait } from '../state/use-action.ts';
import { problemText } from './problem-text.ts';

/** Why a form was refused, above its fields; who has to wait is told until when. */
export function FormProblem({ problem, title }: { problem: ApiProblem | null; title?: string }) {
  const speech = useSpeech();
  const { t } = speech;
  const wait = useWait(problem);
  if (problem === null) return null;
  if (wait !== null && wait.over) {
    return (
      <Notice tone="good" live>
        {t('wait.over')}
      </Notice>
    );
  }
  const text = wait === null ? problemText(speech, problem) : waitText(speech, wait);
  const isOurs = problem.status === 0 || problem.status >= 500;
  return (
    <ErrorNotice
      title={wait === null ? (title ?? t('problem.title')) : t('wait.title')}
      text={text}
      {...(isOurs ? { requestId: problem.requestId, requestLabel: t('failed.request') } : {})}
    />
  );
}

/** Short waits in seconds, longer ones by the clock. */
function waitText({ t, date }: Speech, { seconds, until }: Wait): string {
  if (seconds <= 90) return t('wait.seconds', { seconds });
  const time = date(until, { timeStyle: 'short' });
  return t('wait.until', { time, minutes: Math.ceil(seconds / 60) });
}
