/** A date of a published event at another time, and other numbers of its tickets. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import type { Own } from './list.tsx';
import { localIn, sessionFaults, sessionOf } from './plan.ts';

type Sold = ReplyOf<'GET /seller/events/{eventId}/sold'>['kinds'][number];

interface ChangeProps {
  event: Own;
  session: Own['sessionList'][number];
  sold: readonly Sold[];
  took(event: Own): void;
}

const takenOf = ({ sold, held }: Sold) => sold + held;

export function Change(props: ChangeProps) {
  const { t } = useApp().speech;
  const [open, setOpen] = useState<'move' | 'quotas' | null>(null);
  const close = () => setOpen(null);
  const took = (event: Own) => {
    close();
    props.took(event);
  };
  return (
    <>
      <Button onClick={() => setOpen('move')}>{t('organising.move')}</Button>
      <Button onClick={() => setOpen('quotas')}>{t('organising.quotas')}</Button>
      <Dialog
        open={open !== null}
        onClose={close}
        title={t(open === 'quotas' ? 'organising.quotas' : 'organising.move')}
        closeLabel={t('close')}
      >
        {open === 'move' && <Move {...props} took={took} />}
        {open === 'quotas' && <Quotas {...props} took={took} />}
      </Dialog>
    </>
  );
}

const fields = [
  ['start', 'startsAt', 'organising.start'],
  ['end', 'endsAt', 'organising.end'],
  ['doors', 'doorsAt', 'organising.doors'],
] as const;

function useMove({ event, session, took }: ChangeProps) {
  const { api } = useApp();
  const { zone, sessionId } = session;
  const [typed, setTyped] = useState(() => ({
    start: localIn(session.startsAt, zone),
    end: localIn(session.endsAt, zone),
    doors: localIn(session.doorsAt, zone),
  }));
  const [bookings, setBookings] = useState<'keep' | 'refund'>('keep');
  const [faults, setFaults] = useState<readonly string[]>([]);
  const action = useAction();
  const send = (submit: FormEvent) => {
    submit.preventDefault();
    const found = sessionFaults(typed, zone);
    setFaults(found);
    if (found.length > 0) return;
    void action.run(async (key) => {
      const params = { eventId: event.eventId, sessionId };
      const body = { ...sessionOf(typed, zone), bookings };
      const call = { params, body, key, ifMatch: `"${event.version}"` };
      took(
        await api.request('POST /seller/events/{eventId}/sessions/{sessionId}/reschedule', call),
      );
    });
  };
  const said = action.problem?.body.errors?.map(({ pointer }) => pointer.slice(1)) ?? [];
  const wrong = new Set([...faults, ...said]);
  return { typed, setTyped, bookings, setBookings, wrong, action, send };
}

function Move(props: ChangeProps) {
  const { speech } = useApp();
  const { t } = speech;
  const { typed, setTyped, bookings, setBookings, wrong, action, send } = useMove(props);
  const count = props.sold.reduce((sum, one) => sum + takenOf(one), 0);
  return (
    <form noValidate className="grid gap-5" onSubmit={send}>
      <p>{t('organising.move.concerns', { count })}</p>
      {fields.map(([name, pointer, label]) => (
        <Field
          key={name}
          type="datetime-local"
          label={t(label)}
          {...(name === 'doors' ? { optional: t('organising.optional') } : {})}
          value={typed[name]}
          error={wrong.has(pointer) ? t('organising.wrong') : undefined}
          onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
        />
      ))}
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-medium">{t('organising.move.what')}</legend>
        {(['keep', 'refund'] as const).map((one) => (
          <label key={one} className="target flex items-start gap-3">
            <input
              type="radio"
              name="bookings"
              value={one}
              checked={one === bookings}
              onChange={() => setBookings(one)}
              className="size-5 shrink-0 accent-accent"
            />
            {t(`organising.move.${one}`)}
          </label>
        ))}
      </fieldset>
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      <div>
        <Button
          type="submit"
          kind={bookings === 'refund' ? 'danger' : 'primary'}
          busy={action.busy}
        >
          {t('organising.move.yes')}
        </Button>
      </div>
    </form>
  );
}

function useQuotas({ event, session, sold, took }: ChangeProps) {
  const { api } = useApp();
  const kinds = event.ticketTypes.flatMap((kind) => {
    const row = sold.find(({ typeId }) => typeId === kind.typeId);
    return kind.seated || row === undefined ? [] : [{ ...kind, row }];
  });
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(kinds.map(({ typeId, row }) => [typeId, String(row.quota)])),
  );
  const [faults, setFaults] = useState<readonly string[]>([]);
  const action = useAction();
  const send = (submit: FormEvent) => {
    submit.preventDefault();
    const numberOf = (typeId: string) => Number(typed[typeId] || Number.NaN);
    const low = kinds.filter(({ typeId, row }) => !(numberOf(typeId) >= takenOf(row)));
    setFaults(low.map(({ typeId }) => typeId));
    if (low.length > 0) return;
    void action.run(async (key) => {
      const params = { eventId: event.eventId, sessionId: session.sessionId };
      let next = event;
      for (const { typeId, row } of kinds) {
        const quota = numberOf(typeId);
        if (quota === row.quota) continue;
        next = await api.request('POST /seller/events/{eventId}/sessions/{sessionId}/quota', {
          params,
          body: { typeId, quota },
          key: `${key}.${typeId}`,
          ifMatch: `"${next.version}"`,
        });
      }
      took(next);
    });
  };
  return { kinds, typed, setTyped, faults, action, send };
}

function Quotas(props: ChangeProps) {
  const { speech } = useApp();
  const { t } = speech;
  const { kinds, typed, setTyped, faults, action, send } = useQuotas(props);
  if (kinds.length === 0) return <p>{t('organising.quotas.none')}</p>;
  return (
    <form noValidate className="grid gap-5" onSubmit={send}>
      {kinds.map(({ typeId, name, row }) => {
        const count = takenOf(row);
        const isLow = faults.includes(typeId);
        return (
          <Field
            key={typeId}
            name={typeId}
            label={name}
            hint={t('organising.quotas.hint', { count })}
            inputMode="numeric"
            maxLength={7}
            value={typed[typeId] ?? ''}
            error={isLow ? t('organising.quotas.below', { count }) : undefined}
            onChange={({ target }) =>
              setTyped({ ...typed, [typeId]: target.value.replace(/\D/g, '') })
            }
          />
        );
      })}
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      <div>
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('organising.quotas.yes')}
        </Button>
      </div>
    </form>
  );
}
