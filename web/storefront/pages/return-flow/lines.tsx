import { Picture } from '../../../ui/picture.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { useSpeech } from '../../app.tsx';
import type { OptionLine } from './ask.ts';

export interface LinesProps {
  lines: readonly OptionLine[];
  chosen: ReadonlyMap<number, number>;
  onChoose(lineNo: number, quantity: number): void;
}

/** What was bought: how much of it can go back, until when, and why not. */
export function Lines({ lines, chosen, onChoose }: LinesProps) {
  const { t } = useSpeech();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-3 text-lg font-semibold">{t('returns.lines')}</legend>
      <ul className="grid divide-y divide-line border-y border-line">
        {lines.map((line) => (
          <li key={line.lineNo} className="grid grid-cols-[4rem_1fr] gap-x-4 py-4">
            <Picture src={line.imageUrl} alt="" sizes="4rem" className="w-full rounded-md" />
            <OneLine
              line={line}
              quantity={chosen.get(line.lineNo) ?? 0}
              onChoose={(quantity) => onChoose(line.lineNo, quantity)}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function OneLine(props: { line: OptionLine; quantity: number; onChoose(quantity: number): void }) {
  const { line, quantity, onChoose } = props;
  const { t, date } = useSpeech();
  if (line.reason !== null) {
    return (
      <div className="grid content-start gap-1">
        <p className="font-medium">
          <bdi>{line.name}</bdi>
        </p>
        <p className="text-sm text-muted">{t(`returns.bar.${line.reason}`)}</p>
      </div>
    );
  }
  const until = line.until === null ? '' : date(line.until, { dateStyle: 'long' });
  return (
    <div className="grid content-start gap-2">
      <label className="flex min-h-8 items-start gap-3 font-medium">
        <input
          type="checkbox"
          className="mt-0.5 size-5 shrink-0 accent-accent"
          checked={quantity > 0}
          onChange={(event) => onChoose(event.currentTarget.checked ? line.left : 0)}
        />
        <bdi>{line.name}</bdi>
      </label>
      <p className="figures text-sm text-muted">
        {t('returns.line.left', { count: line.left })}
        {until !== '' && ` · ${t('returns.line.until', { date: until })}`}
      </p>
      {line.faultOnly && <FaultOnly why={line.why} />}
      {quantity > 0 && line.left > 1 && (
        <div>
          <Stepper
            value={quantity}
            max={line.left}
            label={t('returns.line.units', { name: line.name })}
            labels={{ less: t('returns.line.less'), more: t('returns.line.more') }}
            onChange={onChoose}
          />
        </div>
      )}
    </div>
  );
}

function FaultOnly({ why }: { why: string | null }) {
  const { t, maybe } = useSpeech();
  const reason = maybe(`returns.fault.${why ?? ''}`) ?? t('returns.fault.final-sale');
  return <p className="text-sm text-warn">{t('returns.fault-only', { why: reason })}</p>;
}
