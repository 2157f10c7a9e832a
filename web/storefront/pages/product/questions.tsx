import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { useLater } from '../../shell/later.tsx';
import { authorText } from './review-entry.tsx';
import { useTry } from './use-try.ts';

// Few ask; who reads does not wait for it.
const form = { load: () => import('./text-form.tsx'), area: 'asking' } as const;

export type ProductQuestions = ReplyOf<'GET /products/{productId}/questions'>;
type Question = ProductQuestions['data'][number];

/** Questions on the page at first, and more at a time. */
export const questions_count = 4;

export interface QuestionsProps {
  productId: string;
  questions: ProductQuestions;
}

/** What others asked, and what they were told. */
export function Questions({ productId, questions }: QuestionsProps) {
  const { api } = useApp();
  const { t } = useSpeech();
  const [more, setMore] = useState<ProductQuestions[]>([]);
  const action = useTry();
  const { nextCursor } = more.at(-1) ?? questions;
  const load = async () => {
    const query = { limit: questions_count, cursor: nextCursor ?? '' };
    const params = { productId };
    const next = await api.request('GET /products/{productId}/questions', { params, query });
    setMore((pages) => [...pages, next]);
  };
  const all = [questions, ...more].flatMap((page) => page.data);
  return (
    <section id="questions" className="page scroll-mt-32 pt-16">
      <h2 className="text-2xl">{t('questions.title')}</h2>
      {all.length === 0 ? (
        <p className="mt-4 text-muted">{t('questions.none')}</p>
      ) : (
        <ul className="mt-6 grid max-w-3xl grid-cols-1 border-t border-line">
          {all.map((question) => (
            <Entry key={question.questionId} question={question} />
          ))}
        </ul>
      )}
      <div className="needs-js mt-6 grid max-w-xl justify-items-start gap-4">
        {nextCursor !== null && (
          <Button busy={action.busy} onClick={() => void action.run(load)}>
            {t('questions.more')}
          </Button>
        )}
        <Write to={{ productId }} open={t('questions.ask')} />
      </div>
    </section>
  );
}

function Entry({ question }: { question: Question }) {
  const { t, date } = useSpeech();
  const day = (at: string) => date(at, { dateStyle: 'medium' });
  return (
    <li className="grid grid-cols-1 gap-3 border-b border-line py-5">
      <p className="font-medium whitespace-pre-line break-words" dir="auto">
        {question.text}
      </p>
      <p suppressHydrationWarning className="text-sm text-muted">
        <bdi>{authorText(t, question.author)}</bdi>, {day(question.createdAt)}
      </p>
      {question.answers.length > 0 && (
        <ul className="grid grid-cols-1 gap-3 border-s-2 border-line ps-4">
          {question.answers.map((answer) => (
            <li key={answer.answerId} className="grid grid-cols-1 gap-1">
              <p className="whitespace-pre-line break-words" dir="auto">
                {answer.text}
              </p>
              <p suppressHydrationWarning className="text-sm text-muted">
                <bdi>{authorText(t, answer.author)}</bdi> · {t(`questions.by.${answer.by}`)},{' '}
                {day(answer.createdAt)}
              </p>
            </li>
          ))}
        </ul>
      )}
      <div className="needs-js grid justify-items-start">
        <Write to={{ questionId: question.questionId }} open={t('questions.answer')} />
      </div>
    </li>
  );
}

/** A button that becomes a form. */
function Write({ to, open }: { to: Asked; open: string }) {
  const [shown, setShown] = useState(false);
  const TextForm = useLater(form, shown);
  if (!shown) {
    return (
      <Button size={'productId' in to ? 'md' : 'sm'} onClick={() => setShown(true)}>
        {open}
      </Button>
    );
  }
  return TextForm !== null && <TextForm to={to} />;
}

/** A question on a product, or an answer to one. */
export type Asked = { productId: string } | { questionId: string };
