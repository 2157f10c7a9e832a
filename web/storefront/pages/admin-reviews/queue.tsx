// The list of what waits. Keys work while one of it has the focus, so that nobody refuses a review
// by typing somewhere else; what is done leaves the list, and the focus goes to the next.
import { useRef, useState, type KeyboardEvent } from 'react';
import { problemIn } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { deedOfKey, deedsOf, stepTo, type Deed } from './deed.ts';
import { nameOf, type DeskPage, type DeskPost } from './desk.ts';
import { Post } from './post.tsx';
import { RefuseDialog } from './refuse-dialog.tsx';

export interface QueueProps {
  first: DeskPage;
  more(cursor: string): Promise<DeskPage>;
  /** What is done leaves the list. */
  queue: boolean;
}

interface Refusing {
  posts: readonly DeskPost[];
  deed: 'reject' | 'reject-photos';
}

export function Queue({ first, more, queue }: QueueProps) {
  const { t } = useApp().speech;
  const [posts, setPosts] = useState<readonly DeskPost[]>(first.data);
  const [cursor, setCursor] = useState(first.nextCursor);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [refusing, setRefusing] = useState<Refusing | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const loading = useAction();
  const focus = (at: number) =>
    list.current?.querySelectorAll<HTMLElement>('[data-post]')[at]?.focus();
  const settle = (done: ReadonlyMap<string, DeskPost>) => {
    const at = posts.findIndex((post) => done.has(post.postId));
    const left = posts.flatMap((post) => {
      const after = done.get(post.postId);
      return after === undefined ? [post] : queue ? [] : [after];
    });
    setPosts(left);
    setMarked((was) => new Set([...was].filter((id) => !done.has(id))));
    requestAnimationFrame(() => focus(Math.min(Math.max(at, 0), left.length - 1)));
  };
  const { act, said } = useDeeds(settle);
  const start = (deed: Deed, some: readonly DeskPost[]) => {
    const able = some.filter((post) => deedsOf(post).includes(deed));
    if (able.length === 0) return;
    if (deed === 'approve') void act(deed, able);
    else setRefusing({ posts: able, deed });
  };
  const mark = (postId: string) =>
    setMarked((was) => {
      const next = new Set(was);
      if (!next.delete(postId)) next.add(postId);
      return next;
    });
  const onKey = (event: KeyboardEvent<HTMLUListElement>) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = posts.findIndex((post) => post.postId === target.dataset['post']);
    const post = posts[at];
    if (post === undefined) return;
    const next = stepTo(at, key, posts.length);
    const deed = deedOfKey(key);
    if (next !== null) focus(next);
    else if (deed !== null) start(deed, [post]);
    else if (key.toLowerCase() === 'x') mark(post.postId);
    else return;
    event.preventDefault();
  };
  const chosen = posts.filter((post) => marked.has(post.postId));
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm text-muted max-md:hidden">{t('moderation.keys')}</p>
      <p role="status" className={said === '' ? 'unseen' : 'text-sm'}>
        {said}
      </p>
      {chosen.length > 0 && <Bulk count={chosen.length} onDeed={(deed) => start(deed, chosen)} />}
      {posts.length === 0 ? (
        <EmptyState icon="check" title={t('moderation.none')} text={t('moderation.none.text')} />
      ) : (
        <ul ref={list} className="grid grid-cols-1 border-t border-line" onKeyDown={onKey}>
          {posts.map((post) => (
            <Post
              key={`${post.postId} ${post.version}`}
              post={post}
              marked={marked.has(post.postId)}
              onMark={() => mark(post.postId)}
              onDeed={(deed) => start(deed, [post])}
            />
          ))}
        </ul>
      )}
      {cursor !== null && (
        <Button
          className="justify-self-start"
          busy={loading.busy}
          onClick={() =>
            void loading.run(async () => {
              const page = await more(cursor);
              setPosts((was) => [...was, ...page.data]);
              setCursor(page.nextCursor);
            })
          }
        >
          {t('moderation.more')}
        </Button>
      )}
      {refusing !== null && (
        <RefuseDialog
          posts={refusing.posts}
          photos={refusing.deed === 'reject-photos'}
          onClose={() => setRefusing(null)}
          onRefuse={(reason) => {
            setRefusing(null);
            void act(refusing.deed, refusing.posts, reason);
          }}
        />
      )}
    </div>
  );
}

function Bulk({ count, onDeed }: { count: number; onDeed(deed: Deed): void }) {
  const { t } = useApp().speech;
  return (
    <div className="sticky top-20 z-10 flex flex-wrap items-center gap-3 rounded-lg bg-surface p-4">
      <span className="font-medium">{t('moderation.marked', { count })}</span>
      <Button size="sm" kind="primary" onClick={() => onDeed('approve')}>
        {t('moderation.approve.marked')}
      </Button>
      <Button size="sm" kind="danger" onClick={() => onDeed('reject')}>
        {t('moderation.reject.marked')}
      </Button>
    </div>
  );
}

/** Does it to each of them, one after the other, and says what was done and what was not. */
function useDeeds(settle: (done: ReadonlyMap<string, DeskPost>) => void) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [said, setSaid] = useState('');
  const once = (deed: Deed, postId: string, reason: string) => {
    const call = { params: { postId }, key: newKey() };
    if (deed === 'approve') return api.request('POST /admin/reviews/{postId}/approve', call);
    const body = { reason };
    return deed === 'reject'
      ? api.request('POST /admin/reviews/{postId}/reject', { ...call, body })
      : api.request('POST /admin/reviews/{postId}/pictures/reject', { ...call, body });
  };
  const act = async (deed: Deed, posts: readonly DeskPost[], reason = '') => {
    const done = new Map<string, DeskPost>();
    const words: string[] = [];
    for (const post of posts) {
      const name = nameOf(post);
      try {
        // In order, so that a limit that is met stops the rest and not all at once.
        done.set(post.postId, await once(deed, post.postId, reason));
        words.push(t('moderation.done', { name }));
      } catch (error) {
        const problem = problemIn(error);
        if (problem === null) throw error;
        words.push(`${t('moderation.failed', { name })} ${problemText(speech, problem)}`);
      }
    }
    setSaid(words.slice(-5).join(' '));
    settle(done);
  };
  return { act, said };
}
