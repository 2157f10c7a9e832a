import { useState, type FormEvent } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field, Select, TextArea } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useApp } from '../../app.tsx';
import { listName, type List, type Thing, type ThingChange } from './list.ts';

export interface ThingEntryProps {
  thing: Thing;
  lists: readonly List[];
  busy: boolean;
  onChange(change: ThingChange): void;
  onRemove(): void;
  onCart(): void;
}

const widths = { min: 96, max: 320 };

export function ThingEntry(props: ThingEntryProps) {
  const { thing, busy, onChange, onRemove, onCart } = props;
  const { t } = useApp().speech;
  const { name, slug, variantId, variantName, note, imageUrl, inStock, sold } = thing;
  const [open, setOpen] = useState(false);
  return (
    <li className="grid grid-cols-[5rem_1fr] gap-x-4 gap-y-3 border-t border-line py-5 sm:grid-cols-[7rem_1fr]">
      <div className="overflow-hidden rounded-md">
        <Picture src={imageUrl} alt="" sizes="7rem" among={widths} className="w-full" />
      </div>
      <div className="grid min-w-0 content-start gap-1.5">
        <h3 className="text-base font-semibold wrap-anywhere">
          <Link to={`/p/${slug}?variant=${variantId}`} className="hover:underline">
            {name}
          </Link>
        </h3>
        {variantName !== '' && <p className="text-sm text-muted">{variantName}</p>}
        <Facts thing={thing} />
        {note !== '' && <p className="text-sm whitespace-pre-line wrap-anywhere">{note}</p>}
        <div className="mt-2 flex flex-wrap gap-2">
          {inStock === true && (
            <Button
              size="sm"
              busy={busy}
              aria-label={t('wishes.cart.named', { name })}
              onClick={onCart}
            >
              {t('wishes.cart')}
            </Button>
          )}
          <Button
            size="sm"
            kind="quiet"
            aria-expanded={open}
            aria-label={t('wishes.change.named', { name })}
            onClick={() => setOpen(!open)}
          >
            {t('wishes.change')}
          </Button>
          <Button
            size="sm"
            kind="quiet"
            busy={busy}
            aria-label={t('wishes.remove.named', { name })}
            onClick={onRemove}
          >
            {t('wishes.remove')}
          </Button>
        </div>
        <div className="grid gap-1">
          {sold !== false && (
            <Checkbox
              label={t('wishes.tell.back')}
              checked={thing.tellBack}
              onChange={(event) => onChange({ tellBack: event.target.checked })}
            />
          )}
          {sold !== false && thing.addedPrice !== null && (
            <Checkbox
              label={t('wishes.tell.cheaper')}
              checked={thing.tellCheaper}
              onChange={(event) => onChange({ tellCheaper: event.target.checked })}
            />
          )}
        </div>
        {open && <Edit {...props} key={thing.version} />}
      </div>
    </li>
  );
}

/** What is true of it now, and what was different on the day it was added. */
function Facts({ thing }: { thing: Thing }) {
  const { t, money } = useApp().speech;
  const { price, addedPrice, currency, sold, inStock, wanted, bought, priority } = thing;
  const less = price !== null && addedPrice !== null && price < addedPrice;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {price !== null && <span className="figures font-semibold">{money(price, currency)}</span>}
        {less && (
          <Badge tone="accent">
            {t('wishes.cheaper', { amount: money(addedPrice - price, currency) })}
          </Badge>
        )}
        {sold === false && <Badge tone="warn">{t('wishes.gone')}</Badge>}
        {sold !== false && inStock === false && <Badge tone="warn">{t('stock.out')}</Badge>}
      </p>
      <p className="text-sm text-muted">
        {t('wishes.wanted', { count: wanted })}
        {bought !== null && bought > 0 && ` · ${t('wishes.bought', { count: bought })}`}
        {priority !== 2 && ` · ${t(priority === 3 ? 'wishes.priority.3' : 'wishes.priority.1')}`}
      </p>
    </>
  );
}

const priorities = [3, 2, 1] as const;
const note_chars_max = 500;
const wanted_max = 99;

/** Note, quantity, priority and list, saved together. */
function Edit({ thing, lists, busy, onChange }: ThingEntryProps) {
  const { speech } = useApp();
  const { t } = speech;
  const [note, setNote] = useState(thing.note);
  const [wanted, setWanted] = useState(String(thing.wanted));
  const [priority, setPriority] = useState(thing.priority);
  const [listId, setListId] = useState(thing.listId);
  const count = Number(wanted);
  const isCount = Number.isInteger(count) && count >= 1 && count <= wanted_max;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isCount) return;
    const moved = listId === thing.listId ? {} : { listId };
    onChange({ note: note.trim(), wanted: count, priority, ...moved });
  };
  return (
    <form noValidate onSubmit={submit} className="mt-2 grid gap-4 rounded-lg bg-surface p-5">
      <TextArea
        label={t('wishes.note')}
        hint={t('wishes.note.hint')}
        maxLength={note_chars_max}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('wishes.quantity')}
          inputMode="numeric"
          error={isCount ? undefined : t('wishes.quantity.bad', { max: wanted_max })}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
        <Select
          label={t('wishes.priority')}
          value={priority}
          onChange={(event) => setPriority(Number(event.target.value))}
        >
          {priorities.map((one) => (
            <option key={one} value={one}>
              {t(`wishes.priority.${one}`)}
            </option>
          ))}
        </Select>
        {lists.length > 1 && (
          <Select
            label={t('wishes.move')}
            value={listId}
            onChange={(event) => setListId(event.target.value)}
          >
            {lists.map((one) => (
              <option key={one.listId} value={one.listId}>
                {listName(speech, one)}
              </option>
            ))}
          </Select>
        )}
      </div>
      <Button type="submit" kind="primary" busy={busy} className="justify-self-start">
        {t('wishes.save')}
      </Button>
    </form>
  );
}
