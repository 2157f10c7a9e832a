import { Timeline, type TimelineStep } from '../../../ui/timeline.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { momentText } from '../order/words.ts';
import { stepsOf, type AnyReturn, type ReturnStep } from './progress.ts';

/** What happened, when and by whom, and what comes next: as an order's history. */
export function History({ of }: { of: AnyReturn }) {
  const speech = useSpeech();
  const steps = stepsOf(of).map((step) => stepText(speech, step));
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-5 text-lg">
        {speech.t('returns.history')}
      </h2>
      <Timeline steps={steps} label={speech.t('returns.history')} />
    </section>
  );
}

function stepText(speech: Speech, step: ReturnStep): TimelineStep {
  const { t, maybe } = speech;
  const at = step.at === null ? undefined : momentText(speech, step.at);
  const by = step.by === null ? undefined : maybe(`orders.by.${step.by}`);
  const why = step.reason === null ? undefined : maybe(`returns.why.${step.reason}`);
  return {
    key: step.key,
    title: t(`returns.headline.${step.status}`),
    state: step.state,
    at: by === undefined || at === undefined ? at : t('orders.at.by', { at, by }),
    ...(why === undefined ? {} : { text: <p className="text-sm text-muted">{why}</p> }),
  };
}
