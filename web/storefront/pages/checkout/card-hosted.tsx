import { clsx } from 'clsx';
import { useEffect, useRef, useState, type Ref, type RefObject } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import type { CardFields } from './card.ts';
import { openCardDesk, parts, type CardDesk, type Part } from './stripe.ts';

export interface CardHostedProps {
  fields: { publicKey: string; script: string };
  problems: Partial<Record<keyof CardFields, string>>;
  /** Where the payment finds the fields; null while they are not there. */
  desk: RefObject<CardDesk | null>;
  onStage(stage: HostedStage): void;
  /** Stripe was asked for the name of a card and gave no answer. */
  silent: boolean;
  onEdit(): void;
}

export type HostedStage = 'loading' | 'ready' | 'away';

/** Opens the fields in their places, again in each round, and keeps their colours the page's. */
function useFields(props: CardHostedProps, round: number) {
  const { locale } = useApp().speech;
  const [stage, show] = useState<HostedStage>('loading');
  const number = useRef<HTMLDivElement>(null);
  const expiry = useRef<HTMLDivElement>(null);
  const code = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const { publicKey, script } = props.fields;
  useEffect(() => {
    const places = { number: number.current, expiry: expiry.current, code: code.current };
    if (!places.number || !places.expiry || !places.code) return undefined;
    const { desk } = latest.current;
    const there = { number: places.number, expiry: places.expiry, code: places.code };
    const onEdit = () => latest.current.onEdit();
    let over = false;
    const setStage = (next: HostedStage) => {
      show(next);
      latest.current.onStage(next);
    };
    setStage('loading');
    openCardDesk({ fields: { publicKey, script }, locale, places: there, onEdit }).then(
      (opened) => {
        if (over) opened.close();
        else desk.current = opened;
        if (!over) setStage('ready');
      },
      () => over || setStage('away'),
    );
    const restyle = () => desk.current?.restyle();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const root = new MutationObserver(restyle);
    dark.addEventListener('change', restyle);
    root.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] });
    return () => {
      over = true;
      dark.removeEventListener('change', restyle);
      root.disconnect();
      desk.current?.close();
      desk.current = null;
    };
  }, [publicKey, script, locale, round]);
  return { stage, places: { number, expiry, code } };
}

/** The fields of a card that Stripe itself shows, in the order in which they stand on it. */
export default function CardHosted(props: CardHostedProps) {
  const { problems, desk, silent } = props;
  const { t } = useApp().speech;
  const [round, setRound] = useState(0);
  const { stage, places } = useFields(props, round);
  return (
    <div className="grid gap-5">
      <div className={clsx('grid gap-x-4 gap-y-5 sm:grid-cols-2', stage === 'away' && 'hidden')}>
        {parts.map((part) => (
          <Place
            key={part}
            {...{ part, stage }}
            ref={places[part]}
            error={problems[part]}
            onFocus={() => desk.current?.focus(part)}
          />
        ))}
      </div>
      <div aria-live="polite" className="text-sm text-muted">
        {stage === 'loading' && t('checkout.card.loading')}
        {stage === 'ready' && t('checkout.card.direct')}
        {stage === 'away' && (
          <Notice
            tone="problem"
            title={t('checkout.card.away')}
            actions={
              <Button size="sm" type="button" onClick={() => setRound(round + 1)}>
                {t('retry')}
              </Button>
            }
          >
            {t('checkout.card.away.text')}
          </Notice>
        )}
        {stage === 'ready' && silent && (
          <Notice tone="problem" title={t('checkout.card.silent')}>
            {t('checkout.card.silent.text')}
          </Notice>
        )}
      </div>
    </div>
  );
}

interface PlaceProps {
  part: Part;
  stage: HostedStage;
  error: string | undefined;
  ref: Ref<HTMLDivElement>;
  onFocus(): void;
}

/** Room for one of their frames, as high as a field from the start. */
function Place({ part, stage, error, ref, onFocus }: PlaceProps) {
  const { t } = useApp().speech;
  const id = `card-${part}`;
  return (
    <div className={clsx('grid content-start gap-1.5', part === 'number' && 'sm:col-span-2')}>
      <label htmlFor={id} className="font-medium">
        {t(`checkout.card.${part}`)}
      </label>
      <div
        ref={ref}
        id={id}
        tabIndex={-1}
        data-invalid={error !== undefined || undefined}
        aria-busy={stage === 'loading'}
        className={clsx(
          'min-h-12 rounded-md border bg-canvas px-4 py-3 text-base text-ink',
          'focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-accent',
          error === undefined ? 'border-line-strong' : 'border-danger',
        )}
        onFocus={(event) => {
          if (event.target === event.currentTarget) onFocus();
        }}
      />
      {error !== undefined && (
        <p role="alert" className="text-sm font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
