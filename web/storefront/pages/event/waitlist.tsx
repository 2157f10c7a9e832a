/** A kind that is sold out: a place in the line for what comes back. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import type { EventShown, Kind, Session } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { reachable } from '../../state/contact.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';

interface Props {
  event: EventShown;
  session: Session;
  kind: Kind;
  waiting: number;
}

type Entry = ReplyOf<'POST /events/{eventId}/sessions/{sessionId}/waitlist'>;

export function Waitlist({ event, session, kind, waiting }: Props) {
  const app = useApp();
  const { t } = app.speech;
  const state = useStore(app.session.state);
  const [email, setEmail] = useState('');
  const [wrong, setWrong] = useState(false);
  const [quantity, setQuantity] = useState(1);
  const [entry, setEntry] = useState<Entry | null>(null);
  const action = useAction();
  const isUser = state.kind === 'user';
  const { name, typeId, perBooking } = kind;
  if (entry !== null) {
    return (
      <Notice
        tone="good"
        title={t('events.wait.done')}
        live
        actions={
          <Link to="/tickets" className="link target">
            {t('events.mine')}
          </Link>
        }
      >
        {t('events.wait.done.text', { count: entry.ahead })}
      </Notice>
    );
  }
  const submit = (press: FormEvent) => {
    press.preventDefault();
    const isWrong = !isUser && !/^\S+@\S+\.\S+$/.test(email.trim());
    setWrong(isWrong);
    if (isWrong) return;
    void action.run(async (key) => {
      await reachable(app, isUser ? '' : email.trim());
      const params = { eventId: event.eventId, sessionId: session.sessionId };
      const body = { typeId, quantity };
      const path = 'POST /events/{eventId}/sessions/{sessionId}/waitlist';
      setEntry(await app.api.request(path, { params, body, key }));
    });
  };
  return (
    <form className="needs-js grid max-w-xl gap-4" noValidate onSubmit={submit}>
      <p className="text-sm text-muted">{t('events.wait.text', { count: waiting })}</p>
      <div className="flex flex-wrap items-end gap-4">
        <Stepper
          value={quantity}
          max={perBooking}
          label={t('events.count', { name })}
          labels={{ less: t('events.less', { name }), more: t('events.more', { name }) }}
          onChange={setQuantity}
        />
        {!isUser && (
          <Field
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            className="min-w-60 flex-1"
            label={t('events.email')}
            value={email}
            error={wrong ? t('events.email.wrong') : undefined}
            onChange={(change) => setEmail(change.target.value)}
          />
        )}
      </div>
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(app.speech, action.problem)}
        </Notice>
      )}
      <div>
        <Button type="submit" busy={action.busy}>
          {t('events.wait')}
        </Button>
      </div>
    </form>
  );
}
