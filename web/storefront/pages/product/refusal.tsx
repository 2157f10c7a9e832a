import type { ApiProblem } from '../../../client/problem.ts';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';

/** Why it could not be added. */
export default function Refusal({ problem }: { problem: ApiProblem }) {
  const speech = useSpeech();
  return (
    <ErrorNotice
      title={speech.t('problem.title')}
      text={problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={speech.t('failed.request')}
    />
  );
}
