/** Who is in a list: named by e-mail or id, many at once, and taken out again. */
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Remove } from '../admin-pricing/remove.tsx';
import { Rows } from '../admin-pricing/rows.tsx';
import { Paged } from '../admin-pricing/paged.tsx';
import { membersBody, refusedIn, type Member } from './typed.ts';

export function Members({ userId, listId }: { userId: string; listId: string }) {
  const { api, speech } = useApp();
  const { t, date } = speech;
  const [round, setRound] = useState(0);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const none = { title: t('lists.members.none'), text: t('lists.members.none.text') };
  return (
    <>
      <Add
        listId={listId}
        onAdded={() => {
          setGone(new Set());
          setRound(round + 1);
        }}
      />
      <Paged<Member>
        key={round}
        name={`${userId} members ${listId}`}
        ask={(query, signal) =>
          api.request('GET /admin/price-lists/{listId}/members', {
            params: { listId },
            query,
            ...(signal ? { signal } : {}),
          })
        }
      >
        {(rows) => (
          <Rows<Member>
            rows={rows.filter((one) => !gone.has(one.userId))}
            none={none}
            keyOf={(one) => one.userId}
            nameOf={said}
            facts={(one) => (
              <>
                {one.email !== null && <bdi className="wrap-anywhere">{one.email}</bdi>}
                <span>
                  {t('lists.members.since', { time: date(one.addedAt, { dateStyle: 'medium' }) })}
                </span>
                <Link
                  to={`/admin/prices?userId=${one.userId}`}
                  className="target underline"
                  aria-label={t('lists.members.why.named', { name: said(one) })}
                >
                  {t('lists.members.why')}
                </Link>
              </>
            )}
            action={(one) => (
              <Remove
                name={said(one)}
                run={(key) =>
                  api.request('DELETE /admin/price-lists/{listId}/members/{userId}', {
                    params: { listId, userId: one.userId },
                    key,
                  })
                }
                onDone={() => setGone(new Set([...gone, one.userId]))}
              >
                <p>{t('lists.members.remove.text')}</p>
              </Remove>
            )}
          />
        )}
      </Paged>
    </>
  );
}

/** The name, or what else there is to tell somebody by. */
const said = ({ name, email, userId }: Member) => (name === '' ? null : name) ?? email ?? userId;

/** As many as are told of at once. */
const refused_max = 5;

function Add({ listId, onAdded }: { listId: string; onAdded(): void }) {
  const { api, speech } = useApp();
  const { t, maybe } = speech;
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState('');
  const action = useAction();
  const named = membersBody(typed);
  const refused = refusedIn(action.problem?.body.errors, named);
  const isEmpty = action.problem?.code === 'validation-failed' && refused.length === 0;
  const wrong = refused
    .slice(0, refused_max)
    .map(({ who, code, detail }) => maybe(`lists.who.${code}`, { who }) ?? `${who}: ${detail}`);
  if (refused.length > refused_max) {
    wrong.push(t('lists.who.more', { count: refused.length - refused_max }));
  }
  const fault = isEmpty ? t('lists.who.none') : wrong.join(' ') || undefined;
  const add = () =>
    action.run(async (key) => {
      setSaid('');
      const call = { params: { listId }, body: named, key };
      const { added } = await api.request('POST /admin/price-lists/{listId}/members', call);
      const all = named.userIds.length + named.emails.length;
      setSaid(t('lists.members.added', { count: added, there: all - added }));
      setTyped('');
      onAdded();
    });
  return (
    <form
      noValidate
      className="grid max-w-3xl grid-cols-1 gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextArea
        name="members"
        label={t('lists.who')}
        hint={t('lists.who.hint')}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={fault}
        onChange={({ target }) => {
          if (action.problem !== null) action.clear();
          setTyped(target.value);
        }}
      />
      {fault === undefined && <FormProblem problem={action.problem} />}
      <Button type="submit" className="justify-self-start" busy={action.busy}>
        {t('lists.members.add')}
      </Button>
      <p role="status" className="text-sm">
        {said}
      </p>
    </form>
  );
}
