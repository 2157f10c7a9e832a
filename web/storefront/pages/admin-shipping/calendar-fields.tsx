import { useId } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { FaultAt } from '../admin-pricing/faults.ts';
import type { CalendarBody, TypedCalendar } from './typed.ts';

export interface CalendarFieldsProps {
  typed: TypedCalendar;
  faultAt: FaultAt;
  onChange(some: Partial<TypedCalendar>): void;
}

/** When parcels leave, and on which days nothing does. */
export function CalendarFields({ typed, faultAt, onChange }: CalendarFieldsProps) {
  const { t } = useSpeech();
  const zones = useId();
  const turn = (day: number) =>
    onChange({
      restDays: typed.restDays.includes(day)
        ? typed.restDays.filter((one) => one !== day)
        : [...typed.restDays, day],
    });
  return (
    <fieldset className="grid grid-cols-1 gap-4">
      <legend className="mb-3 text-lg font-semibold">{t('shipping.calendar')}</legend>
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field
          name="timeZone"
          label={t('shipping.timeZone')}
          list={zones}
          maxLength={60}
          autoComplete="off"
          value={typed.timeZone}
          error={faultAt('timeZone')}
          onChange={({ target }) => onChange({ timeZone: target.value })}
        />
        <datalist id={zones}>
          {Intl.supportedValuesOf('timeZone').map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Field
          name="cutoff"
          type="time"
          label={t('shipping.cutoff')}
          hint={t('shipping.cutoff.hint')}
          value={typed.cutoff}
          error={faultAt('cutoff')}
          onChange={({ target }) => onChange({ cutoff: target.value })}
        />
      </div>
      <RestDays days={typed.restDays} error={faultAt('restDays')} onTurn={turn} />
      <Holidays {...{ typed, faultAt, onChange }} />
    </fieldset>
  );
}

interface RestDaysProps {
  days: readonly number[];
  error: string | undefined;
  onTurn(day: number): void;
}

function RestDays({ days, error, onTurn }: RestDaysProps) {
  const { t, date } = useSpeech();
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">{t('shipping.restDays')}</p>
      <div role="group" aria-label={t('shipping.restDays')} className="flex flex-wrap gap-x-5">
        {[1, 2, 3, 4, 5, 6, 0].map((day) => (
          <Checkbox
            key={day}
            // 4 January 1970 was a Sunday.
            label={date(Date.UTC(1970, 0, 4 + day), { weekday: 'short', timeZone: 'UTC' })}
            checked={days.includes(day)}
            onChange={() => onTurn(day)}
          />
        ))}
      </div>
      {error !== undefined && <Wrong>{error}</Wrong>}
    </div>
  );
}

function Holidays({ typed, faultAt, onChange }: CalendarFieldsProps) {
  const { t } = useSpeech();
  const { holidays } = typed;
  const put = (at: number, some: Partial<(typeof holidays)[number]>) =>
    onChange({ holidays: holidays.map((one, nth) => (nth === at ? { ...one, ...some } : one)) });
  const isAtOne = holidays.some((_, at) => faultAt(`holidays/${at}`) !== undefined);
  const fault = faultAt('holidays');
  return (
    <div className="grid gap-3">
      <p className="font-medium">{t('shipping.holidays')}</p>
      <p className="text-sm text-muted">{t('shipping.holidays.hint')}</p>
      {holidays.map(({ day, name }, at) => (
        <div
          key={at}
          className="grid grid-cols-[1fr_auto] items-start gap-3 sm:grid-cols-[1fr_2fr_auto]"
        >
          <Field
            type="date"
            className="min-w-0"
            label={t('shipping.holiday.day')}
            value={day}
            error={faultAt(`holidays/${at}/day`)}
            onChange={({ target }) => put(at, { day: target.value })}
          />
          <Field
            className="order-last col-span-full min-w-0 sm:order-none sm:col-span-1"
            label={t('shipping.holiday.name')}
            maxLength={100}
            value={name}
            error={faultAt(`holidays/${at}/name`)}
            onChange={({ target }) => put(at, { name: target.value })}
          />
          <TakeOut
            nth={at + 1}
            onClick={() => onChange({ holidays: holidays.filter((_, nth) => nth !== at) })}
          />
        </div>
      ))}
      {fault !== undefined && !isAtOne && <Wrong>{fault}</Wrong>}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => onChange({ holidays: [...holidays, { day: '', name: '' }] })}
      >
        {t('shipping.holidays.add')}
      </Button>
    </div>
  );
}

/** A button at the end of a line of fields. */
export function TakeOut({ nth, onClick }: { nth: number; onClick(): void }) {
  const { t } = useSpeech();
  return (
    <Button
      kind="quiet"
      className="mt-7.5 px-3!"
      aria-label={t('shipping.remove.nth', { nth })}
      onClick={onClick}
    >
      <Icon name="close" className="size-5" />
    </Button>
  );
}

export function Wrong({ children }: { children: string }) {
  return (
    <p role="alert" className="text-sm font-medium text-danger">
      {children}
    </p>
  );
}

/** A calendar in a list. */
export function CalendarSaid({ calendar }: { calendar: CalendarBody }) {
  const { t, date, list } = useSpeech();
  const { cutoff, timeZone, restDays, holidays } = calendar;
  // The week begins on Monday here.
  const week = restDays.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  const day = (one: number) =>
    date(Date.UTC(1970, 0, 4 + one), { weekday: 'short', timeZone: 'UTC' });
  return (
    <>
      <span>
        {cutoff === null
          ? t('shipping.cutoff.none')
          : t('shipping.cutoff.is', { time: cutoff, zone: timeZone })}
      </span>
      {restDays.length > 0 && (
        <span>{t('shipping.restDays.are', { days: list(week.map(day)) })}</span>
      )}
      <span>{t('shipping.holidays.count', { count: holidays.length })}</span>
    </>
  );
}
