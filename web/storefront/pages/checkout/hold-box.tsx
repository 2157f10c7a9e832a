import { clsx } from 'clsx';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { announced, shownLeft, skewOf, type Phase } from './clock.ts';
import { isMoving, type State } from './machine.ts';
import type { Left } from './use-deadline.ts';

export interface HoldBoxProps {
  state: State;
  left: Left | null;
}

/**
 * What is held and until when. Its place is there from the start and never changes its height,
 * so that nothing moves when the time begins, runs or ends.
 */
export function HoldBox({ state, left }: HoldBoxProps) {
  const speech = useSpeech();
  const { title, text, warn } = wordsFor(speech, state, left);
  return (
    <>
      <div
        data-edge
        data-hold={left?.phase ?? 'none'}
        className={clsx(
          'flex h-19 items-center gap-3.5 rounded-md px-4 transition-colors duration-300 sm:h-17',
          warn ? 'bg-warn-soft' : 'bg-surface',
        )}
      >
        <Icon name="clock" className={clsx('size-6', warn ? 'text-warn' : 'text-accent')} />
        <div className="min-w-0 leading-snug">
          <p className="figures font-semibold">{title}</p>
          <p className="figures text-sm text-muted">{text}</p>
        </div>
      </div>
      <HoldAnnouncer state={state} left={left} />
    </>
  );
}

interface Words {
  title: string;
  text: string;
  warn: boolean;
}

function wordsFor(speech: Speech, state: State, left: Left | null): Words {
  const { t } = speech;
  const { stage, checkout, again, end } = state;
  const calm = (title: string, text: string): Words => ({ title, text, warn: false });
  if (stage === 'opening') return calm(t('checkout.hold.making'), t('checkout.hold.kept'));
  if (isMoving(state)) return calm(t('checkout.hold.paying'), t('checkout.hold.paying.text'));
  if (stage === 'over') {
    const title = t(end?.why === 'expired' ? 'checkout.hold.over' : 'checkout.hold.none');
    return calm(title, t('checkout.hold.kept'));
  }
  if (checkout === null || left === null || stage === 'missing') {
    return calm(t('checkout.hold.before'), t('checkout.hold.before.text'));
  }
  if (left.phase === 'over') return calm(t('checkout.hold.over'), t('checkout.hold.kept'));
  const time = timeOf(speech, checkout.expiresAt);
  const title = t(again ? 'checkout.hold.again' : 'checkout.hold.until', { time });
  const short = left.phase === 'two' || left.phase === 'one';
  return { title, text: leftText(speech, left), warn: short };
}

export function timeOf({ date }: Speech, at: string): string {
  return date(at, { timeStyle: 'short' });
}

function leftText(speech: Speech, { left_ms, now_ms }: Left): string {
  const { t, number } = speech;
  const { minutes, seconds } = shownLeft(left_ms);
  if (seconds !== null) {
    const rest = number(seconds, { minimumIntegerDigits: 2 });
    return t('checkout.hold.left.seconds', { minutes: number(minutes), seconds: rest });
  }
  const skew = Math.round(skewOf({ server_ms: now_ms, local_ms: 0 }, Date.now()) / 60_000);
  const leftNow = t('checkout.hold.left', { minutes });
  if (skew === 0) return leftNow;
  const clock = skew > 0 ? 'checkout.hold.clock.fast' : 'checkout.hold.clock.slow';
  return `${leftNow} ${t(clock, { minutes: Math.abs(skew) })}`;
}

/** Says it to those who do not see the box: at the start, five, two, one minute, and the end. */
function HoldAnnouncer({ state, left }: HoldBoxProps) {
  const speech = useSpeech();
  const [said, setSaid] = useState('');
  const before = useRef<{ hold: number; until: string; phase: Phase } | null>(null);
  const { checkout, opened, stage } = state;
  const until = checkout?.expiresAt ?? '';
  const phase = left?.phase ?? null;
  const active = stage === 'open' && checkout !== null && phase !== null;
  const over = stage === 'over' && state.end?.why === 'expired';
  useEffect(() => {
    const last = before.current;
    if (over) {
      if (last !== null) setSaid(speech.t('checkout.say.over'));
      before.current = null;
      return;
    }
    if (!active || phase === null) return;
    const fresh = last === null || last.hold !== opened;
    const longer = !fresh && last.until !== until;
    before.current = { hold: opened, until, phase };
    const time = timeOf(speech, until);
    if (longer) {
      setSaid(speech.t('checkout.say.longer', { time }));
      return;
    }
    const say = announced(fresh ? null : last.phase, phase);
    if (say === null || say === 'calm' || say === 'over') return;
    if (fresh && state.again) setSaid(speech.t('checkout.say.again', { time }));
    else setSaid(speech.t(`checkout.say.${say}`, { time }));
  }, [active, over, opened, until, phase, state.again, speech]);
  return (
    <p role="status" data-say="hold" className="unseen">
      {said}
    </p>
  );
}
