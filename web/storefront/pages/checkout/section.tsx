import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Link } from '../../../ui/link.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import { steps, type Step } from './steps.ts';

export interface SectionProps {
  step: Step;
  /** The step that the address names. */
  now: Step;
  title: string;
  /** What was chosen, for when the section is folded. */
  row: ReactNode;
  /** Where it is changed. */
  change: string;
  changeLabel: string;
  children: ReactNode;
}

/**
 * One part of the checkout. On wide screens all parts before the payment are open together; on a
 * phone one at a time. Those that are done show what was chosen, and a way back.
 */
export function Section(props: SectionProps) {
  const { step, now, title, row, change, changeLabel, children } = props;
  const { t } = useSpeech();
  const at = steps.indexOf(step);
  const nowAt = steps.indexOf(now);
  const last = steps.length - 1;
  const paying = nowAt === last;
  const isNow = at === nowAt;
  const done = at < nowAt;
  const open = isNow || (!paying && at < last);
  return (
    <section
      aria-labelledby={`step-${step}`}
      data-step={step}
      className={clsx(
        'border-t border-line py-6 first:border-t-0 first:pt-2',
        // On a phone what is still to come is told by the number of the step.
        at > nowAt && 'max-lg:hidden',
      )}
    >
      <div className="flex items-start gap-3.5">
        <Mark nth={at + 1} here={isNow} open={open} done={done} />
        <div className="min-w-0 flex-1">
          <div className="flex min-h-8 items-center justify-between gap-4">
            <h2
              id={`step-${step}`}
              className={clsx('text-lg', at > nowAt && !open && 'text-muted')}
            >
              {title}
            </h2>
            {done && (
              <Link
                to={change}
                preventScrollReset
                aria-label={changeLabel}
                className={clsx('link target', !paying && 'lg:hidden')}
              >
                {t('checkout.change')}
              </Link>
            )}
          </div>
          {done && <div className={clsx('text-muted', !paying && 'lg:hidden')}>{row}</div>}
        </div>
      </div>
      {open && <div className={clsx('pt-4 lg:ps-11.5', !isNow && 'max-lg:hidden')}>{children}</div>}
    </section>
  );
}

interface MarkProps {
  nth: number;
  here: boolean;
  open: boolean;
  done: boolean;
}

/** The number of a part, or that it is done; on a phone one that is open elsewhere is done. */
function Mark({ nth, here, open, done }: MarkProps) {
  const { number } = useSpeech();
  const doneOnPhone = done && open;
  return (
    <span
      aria-hidden="true"
      data-edge
      className={clsx(
        'figures mt-px grid size-8 shrink-0 place-items-center rounded-full text-sm font-bold',
        here || open ? 'bg-ink text-canvas' : 'bg-surface text-muted',
        doneOnPhone && 'max-lg:bg-surface max-lg:text-muted',
      )}
    >
      {done && <Icon name="check" className={clsx('size-4', open && 'lg:hidden')} />}
      {(!done || open) && <span className={clsx(done && 'max-lg:hidden')}>{number(nth)}</span>}
    </span>
  );
}
