import { clsx } from 'clsx';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { Booking } from '../../events/words.ts';
import { announced, shownLeft, type Phase } from '../checkout/clock.ts';
import type { Left } from '../checkout/use-deadline.ts';

/** Until when tickets are held; its place never changes its height. The limit was said before. */
export function Until({ booking, left }: { booking: Booking; left: Left | null }) {
  const { t, number, date } = useSpeech();
  const until = booking.expiresAt;
  const time = until === null ? '' : date(until, { timeStyle: 'short' });
  const phase = left?.phase ?? 'calm';
  const warn = phase === 'two' || phase === 'one';
  const { minutes, seconds } = shownLeft(left?.left_ms ?? 0);
  const rest =
    seconds === null
      ? t('checkout.hold.left', { minutes })
      : t('checkout.hold.left.seconds', {
          minutes: number(minutes),
          seconds: number(seconds, { minimumIntegerDigits: 2 }),
        });
  return (
    <div
      data-edge
      data-hold={phase}
      className={clsx(
        'flex h-19 items-center gap-3.5 rounded-md px-4 sm:h-17',
        warn ? 'bg-warn-soft' : 'bg-surface',
      )}
    >
      <Icon name="clock" className={clsx('size-6', warn ? 'text-warn' : 'text-accent')} />
      <div className="min-w-0 leading-snug">
        <p className="figures font-semibold">
          {phase === 'over' ? t('checkout.hold.over') : t('checkout.hold.until', { time })}
        </p>
        <p className="figures text-sm text-muted">
          {phase === 'over' ? t('checkout.hold.kept') : rest}
        </p>
      </div>
      <Said phase={left?.phase ?? null} time={time} />
    </div>
  );
}

/** For those who do not see it: at the start, five, two, one minute, and the end. */
function Said({ phase, time }: { phase: Phase | null; time: string }) {
  const { t } = useSpeech();
  const [said, setSaid] = useState('');
  const before = useRef<Phase | null>(null);
  useEffect(() => {
    if (phase === null) return;
    const say = announced(before.current, phase);
    before.current = phase;
    if (say !== null && say !== 'calm') setSaid(t(`checkout.say.${say}`, { time }));
  }, [phase, time, t]);
  return (
    <p role="status" className="unseen">
      {said}
    </p>
  );
}
