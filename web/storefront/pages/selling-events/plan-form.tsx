/** Planning an event: what and where, its dates and tickets; kept in the tab until it is saved. */
import { useRef, useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import type { MessageId } from '../../i18n/areas.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useDraft } from '../../state/draft.ts';
import { useQuery } from '../../state/use-query.ts';
import { SellingPage } from '../selling/frame.tsx';
import { Failed } from './parts.tsx';
import { bodyOf, emptyKind, emptyPlan, emptySession, faultsOf, seatPlanOf } from './plan.ts';
import type { TypedKind, TypedPlan, TypedSession } from './plan.ts';

export function Plan() {
  const { currency, speech } = useApp();
  const { t } = speech;
  const [zone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <SellingPage title={t('organising.new')} lead={t('organising.new.lead')}>
      {({ sellers: [own] }) => (
        <Form start={emptyPlan({ currency, zone })} sellerId={own?.sellerId} />
      )}
    </SellingPage>
  );
}

interface FormProps {
  start: TypedPlan;
  sellerId?: string | undefined;
  /** A draft that is changed; left out: a new one. */
  saved?: { eventId: string; version: number };
}

interface PartProps {
  plan: TypedPlan;
  change(part: Partial<TypedPlan>): void;
  wrong(pointer: string): string | undefined;
}

function useSave({ start, sellerId, saved }: FormProps) {
  const { api } = useApp();
  const navigate = useNavigate();
  const draft = useDraft<TypedPlan>(saved ? `event.${saved.eventId}` : 'event', start);
  const [faults, setFaults] = useState<ReadonlySet<string>>(new Set());
  const action = useAction();
  const venueKey = useRef(newKey());
  const own = sellerId === undefined ? {} : { sellerId };
  const save = () => {
    const plan = draft.value;
    const found = faultsOf(plan);
    setFaults(found);
    if (found.size > 0) return;
    void action.run(async (key) => {
      let { venueId } = plan;
      if (venueId === '') {
        const { venue: name, line1, city, postalCode, country, zone: place } = plan;
        const where = { name, line1, city, postalCode, country, zone: place };
        const body = { ...own, ...where, plan: seatPlanOf(plan.seats) ?? [] };
        const made = await api.request('POST /seller/venues', { body, key: venueKey.current });
        ({ venueId } = made);
        draft.change({ ...plan, venueId });
      }
      const body = bodyOf(plan, venueId);
      const { eventId } =
        saved === undefined
          ? await api.request('POST /seller/events', { body: { ...own, ...body }, key })
          : await api.request('PUT /seller/events/{eventId}', {
              params: { eventId: saved.eventId },
              body,
              key,
              ifMatch: `"${saved.version}"`,
            });
      draft.forget();
      await navigate(`/selling/events/${eventId}`);
    });
  };
  const said = action.problem?.body.errors?.map(({ pointer }) => pointer) ?? [];
  return { draft, action, save, faults: new Set([...faults, ...said]) };
}

export function Form(of: FormProps) {
  const { speech } = useApp();
  const { t } = speech;
  const { draft, action, save, faults } = useSave(of);
  const plan = draft.value;
  const props: PartProps = {
    plan,
    change: (part) => draft.change({ ...plan, ...part }),
    wrong: (pointer) => (faults.has(pointer) ? t('organising.wrong') : undefined),
  };
  return (
    <form
      noValidate
      className="grid max-w-3xl gap-10"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
    >
      <What {...props} />
      <Where {...props} />
      <Dates {...props} />
      <Kinds {...props} />
      {action.problem !== null && (
        <Notice tone="problem" title={t('organising.refused')} live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      {faults.size > 0 && <p role="alert">{t('organising.faults', { count: faults.size })}</p>}
      <div>
        <Button type="submit" kind="primary" size="lg" busy={action.busy}>
          {t('organising.save')}
        </Button>
      </div>
    </form>
  );
}

function What({ plan, change, wrong }: PartProps) {
  const { speech, currencies } = useApp();
  const { t } = speech;
  return (
    <fieldset className="grid gap-5">
      <legend className="pb-4 text-xl">{t('organising.what')}</legend>
      <Field
        label={t('organising.name')}
        maxLength={200}
        value={plan.name}
        error={wrong('/name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Field
        label={t('organising.summary')}
        maxLength={300}
        value={plan.summary}
        onChange={(event) => change({ summary: event.target.value })}
      />
      <TextArea
        label={t('organising.description')}
        maxLength={10_000}
        value={plan.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <div className="grid gap-5 sm:grid-cols-3">
        <Field
          label={t('organising.category')}
          hint={t('organising.category.hint')}
          maxLength={40}
          value={plan.category}
          error={wrong('/category')}
          onChange={(event) => change({ category: event.target.value })}
        />
        <Field
          label={t('organising.age')}
          optional={t('organising.optional')}
          inputMode="numeric"
          maxLength={2}
          value={plan.age}
          onChange={(event) => change({ age: event.target.value.replace(/\D/g, '') })}
        />
        <Select
          label={t('organising.currency')}
          value={plan.currency}
          onChange={(event) => change({ currency: event.target.value })}
        >
          {currencies.map((code) => (
            <option key={code}>{code}</option>
          ))}
        </Select>
      </div>
    </fieldset>
  );
}

const placeFields = ['venue', 'line1', 'postalCode', 'city', 'country'] as const;

function Where({ plan, change, wrong }: PartProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const venues = useQuery('venues', (signal) =>
    api.request('GET /seller/venues', { query: { limit: 100 }, signal }),
  );
  const [zones] = useState(() => Intl.supportedValuesOf('timeZone'));
  const known = venues.data?.data ?? [];
  const choose = (venueId: string) => {
    const zone = known.find((one) => one.venueId === venueId)?.zone ?? plan.zone;
    change({ venueId, zone });
  };
  return (
    <fieldset className="grid gap-5">
      <legend className="pb-4 text-xl">{t('organising.where')}</legend>
      <Select
        label={t('organising.where')}
        value={plan.venueId}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('organising.venue.new')}</option>
        {known.map(({ venueId, name, city }) => (
          <option key={venueId} value={venueId}>{`${name}, ${city}`}</option>
        ))}
      </Select>
      <Failed query={venues} />
      {plan.venueId === '' && (
        <>
          <div className="grid gap-5 sm:grid-cols-2">
            {placeFields.map((name) => (
              <Field
                key={name}
                label={t(`organising.${name}`)}
                maxLength={name === 'country' ? 2 : 200}
                value={plan[name]}
                error={wrong(`/${name}`)}
                onChange={({ target: { value } }) =>
                  change({ [name]: name === 'country' ? value.toUpperCase() : value })
                }
              />
            ))}
          </div>
          <TextArea
            label={t('organising.seats')}
            hint={t('organising.seats.hint')}
            optional={t('organising.optional')}
            maxLength={2_000}
            value={plan.seats}
            error={wrong('/seats')}
            onChange={(event) => change({ seats: event.currentTarget.value })}
          />
        </>
      )}
      <Select
        label={t('organising.zone')}
        value={plan.zone}
        onChange={(event) => change({ zone: event.target.value })}
      >
        {[...new Set([plan.zone, ...zones])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </Select>
    </fieldset>
  );
}

function Dates({ plan, change, wrong }: PartProps) {
  const { t, number } = useApp().speech;
  const { sessions } = plan;
  const set = (at: number, part: Partial<TypedSession>) =>
    change({ sessions: sessions.map((one, nth) => (nth === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="grid gap-5">
      <legend className="pb-4 text-xl">{t('organising.dates')}</legend>
      {sessions.map((session, at) => (
        <fieldset key={at} className="grid gap-5 sm:grid-cols-2">
          <legend className="pb-2 font-semibold">
            {t('organising.date', { nth: number(at + 1) })}
          </legend>
          <Field
            type="datetime-local"
            label={t('organising.start')}
            value={session.start}
            error={wrong(`/sessions/${at}/startsAt`)}
            onChange={(event) => set(at, { start: event.target.value })}
          />
          <Field
            type="datetime-local"
            label={t('organising.end')}
            value={session.end}
            error={wrong(`/sessions/${at}/endsAt`)}
            onChange={(event) => set(at, { end: event.target.value })}
          />
          <Field
            type="datetime-local"
            label={t('organising.doors')}
            optional={t('organising.optional')}
            value={session.doors}
            error={wrong(`/sessions/${at}/doorsAt`)}
            onChange={(event) => set(at, { doors: event.target.value })}
          />
        </fieldset>
      ))}
      <AddRemove
        count={sessions.length}
        max={100}
        what="organising.date.add"
        add={() => change({ sessions: [...sessions, emptySession] })}
        remove={() => change({ sessions: sessions.slice(0, -1) })}
      />
      <Field
        type="datetime-local"
        className="sm:max-w-1/2"
        label={t('organising.sales-from')}
        optional={t('organising.anytime')}
        value={plan.salesFrom}
        error={wrong('/salesFrom')}
        onChange={(event) => change({ salesFrom: event.target.value })}
      />
    </fieldset>
  );
}

interface AddRemoveProps {
  count: number;
  max: number;
  what: MessageId;
  add(): void;
  remove(): void;
}

function AddRemove({ count, max, what, add, remove }: AddRemoveProps) {
  const { t } = useApp().speech;
  return (
    <div className="flex flex-wrap gap-3">
      {count < max && (
        <Button size="sm" onClick={add}>
          {t(what)}
        </Button>
      )}
      {count > 1 && (
        <Button size="sm" kind="quiet" onClick={remove}>
          {t('organising.remove')}
        </Button>
      )}
    </div>
  );
}

const kindFields = ['name', 'price', 'fee', 'quota', 'section', 'perBooking'] as const;

function Kinds({ plan, change, wrong }: PartProps) {
  const { t, number } = useApp().speech;
  const { kinds } = plan;
  const set = (at: number, part: Partial<TypedKind>) =>
    change({ kinds: kinds.map((one, nth) => (nth === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="grid gap-5">
      <legend className="pb-4 text-xl">{t('organising.kinds')}</legend>
      {kinds.map((kind, at) => (
        <fieldset key={at} className="grid gap-5 sm:grid-cols-3">
          <legend className="pb-2 font-semibold">
            {t('organising.kind', { nth: number(at + 1) })}
          </legend>
          {kindFields.map((name) => (
            <Field
              key={name}
              label={t(`organising.kind.${name}`)}
              maxLength={80}
              inputMode={name === 'name' || name === 'section' ? 'text' : 'decimal'}
              value={kind[name]}
              error={wrong(`/ticketTypes/${at}/${name}`)}
              onChange={(event) => set(at, { [name]: event.target.value })}
            />
          ))}
        </fieldset>
      ))}
      <p className="text-sm text-muted">{t('organising.kinds.hint')}</p>
      <AddRemove
        count={kinds.length}
        max={20}
        what="organising.kind.add"
        add={() => change({ kinds: [...kinds, emptyKind] })}
        remove={() => change({ kinds: kinds.slice(0, -1) })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label={t('organising.refund.percent')}
          inputMode="numeric"
          maxLength={3}
          value={plan.refundPercent}
          error={wrong('/refundRules/0/percent')}
          onChange={(event) => change({ refundPercent: event.target.value.replace(/\D/g, '') })}
        />
        <Field
          label={t('organising.refund.hours')}
          inputMode="numeric"
          maxLength={4}
          value={plan.refundHours}
          error={wrong('/refundRules/0/hoursBefore')}
          onChange={(event) => change({ refundHours: event.target.value.replace(/\D/g, '') })}
        />
      </div>
    </fieldset>
  );
}
