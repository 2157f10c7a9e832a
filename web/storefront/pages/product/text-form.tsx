import { useState } from 'react';
import { useLocation } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { withNext } from '../../shell/next.ts';
import { useAction } from '../../state/use-action.ts';
import { useStore } from '../../state/store.ts';
import type { Asked } from './questions.tsx';

const question_chars_max = 1_000;

/** Only people with an account ask and answer: the others are shown the way in. */
export default function TextForm({ to }: { to: Asked }) {
  const { session, speech } = useApp();
  const visitor = useStore(session.state);
  const { pathname, search } = useLocation();
  if (visitor.kind === 'user') return <Form to={to} />;
  return (
    <ButtonLink to={withNext('/sign-in', `${pathname}${search}`)} size="sm">
      {speech.t('sign-in')}
    </ButtonLink>
  );
}

/** Asks or answers; what was sent is told, and shows with the next look at the page. */
function Form({ to }: { to: Asked }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [text, setText] = useState('');
  const [sent, setSent] = useState<'PENDING' | 'PUBLISHED' | null>(null);
  const action = useAction();
  const send = async (key: string) => {
    const call = { body: { text: text.trim() }, key };
    const made = await ('productId' in to
      ? api.request('POST /products/{productId}/questions', { params: to, ...call })
      : api.request('POST /questions/{questionId}/answers', { params: to, ...call }));
    setSent(made.state === 'PUBLISHED' ? 'PUBLISHED' : 'PENDING');
  };
  if (sent !== null) {
    return (
      <Notice tone="good" live>
        {t(sent === 'PUBLISHED' ? 'questions.sent' : 'questions.pending')}
      </Notice>
    );
  }
  return (
    <form
      method="post"
      className="grid w-full gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void action.run(send);
      }}
    >
      <FormProblem problem={action.problem} />
      <TextArea
        name="text"
        rows={3}
        maxLength={question_chars_max}
        label={t('productId' in to ? 'questions.text' : 'questions.answer.text')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" kind="primary" className="justify-self-start" busy={action.busy}>
        {t('questions.send')}
      </Button>
      {'productId' in to && (
        <Link
          to={`/account/messages/new?product=${to.productId}`}
          className="target w-fit text-sm underline underline-offset-4"
        >
          {t('questions.private')}
        </Link>
      )}
    </form>
  );
}
