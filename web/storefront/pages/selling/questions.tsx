/** What buyers ask about a seller's goods and nobody of the seller has answered; answered here. */
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { SellingPage } from './frame.tsx';
import { List, Tabs } from './list.tsx';

type Post = ReplyOf<'GET /seller/reviews'>['data'][number];

const chars_max = 2_000;

export function Questions() {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const all = search.get('show') === 'all';
  const name = `questions ${String(all)}`;
  return (
    <SellingPage title={t('selling.nav.questions')} lead={t('selling.questions.lead')}>
      {({ userId }) => (
        <>
          <Tabs
            label={t('selling.show')}
            tabs={[
              { to: '/selling/questions', name: t('selling.questions.open'), on: !all },
              { to: '/selling/questions?show=all', name: t('selling.all'), on: all },
            ]}
          />
          <List
            key={name}
            name={`${userId} ${name}`}
            load={({ cursor, signal }) =>
              api.request('GET /seller/reviews', {
                query: {
                  kind: 'question',
                  ...(all ? {} : { open: true }),
                  ...(cursor === undefined ? {} : { cursor }),
                },
                ...(signal ? { signal } : {}),
              })
            }
            empty={<EmptyState icon="info" title={t('selling.questions.none')} />}
            row={(one) => <Question key={one.postId} post={one} />}
          />
        </>
      )}
    </SellingPage>
  );
}

function Question({ post }: { post: Post }) {
  const { t, date } = useSpeech();
  const [done, setDone] = useState(false);
  return (
    <li className="grid gap-3 border-b border-line py-5">
      <div className="grid gap-1">
        <p className="text-lg">
          <bdi>{post.text}</bdi>
        </p>
        <p className="text-sm text-muted" suppressHydrationWarning>
          <Link to={`/p/${post.productId}`} className="link">
            <bdi>{post.productName}</bdi>
          </Link>
          {' · '}
          {date(post.createdAt, { dateStyle: 'medium' })}
        </p>
      </div>
      {done ? (
        <Notice tone="good" live>
          {t('selling.questions.sent')}
        </Notice>
      ) : (
        <Answer postId={post.postId} onDone={() => setDone(true)} />
      )}
    </li>
  );
}

function Answer({ postId, onDone }: { postId: string; onDone(): void }) {
  const { api } = useApp();
  const { t } = useSpeech();
  const [text, setText] = useState('');
  const action = useAction();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    void action
      .run(() =>
        api.request('POST /questions/{questionId}/answers', {
          params: { questionId: postId },
          body: { text: text.trim() },
        }),
      )
      .then((fine) => fine && onDone());
  };
  return (
    <form noValidate onSubmit={send} className="grid max-w-2xl gap-3">
      <FormProblem problem={action.problem} />
      <TextArea
        name="answer"
        label={t('selling.questions.answer')}
        maxLength={chars_max}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div>
        <Button type="submit" busy={action.busy}>
          {t('selling.questions.send')}
        </Button>
      </div>
    </form>
  );
}
