import { Select } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { Choice, Choices } from '../checkout/choice.tsx';
import type { Announcement, OptionLine, Options } from './ask.ts';

export type Resolution = Announcement['resolution'];

export interface ResolutionProps {
  options: Options;
  chosen: ReadonlyMap<number, number>;
  value: Resolution;
  swaps: ReadonlyMap<number, string>;
  onChange(value: Resolution): void;
  onSwap(lineNo: number, variantId: string): void;
}

const both: readonly Resolution[] = ['REFUND', 'EXCHANGE'];

/** Money or the same again: what each means, before it is chosen. */
export function ResolutionChoice(props: ResolutionProps) {
  const { options, chosen, value, onChange } = props;
  const { t } = useSpeech();
  const lines = options.lines.filter((line) => (chosen.get(line.lineNo) ?? 0) > 0);
  const payout = options.payout === 'by-hand' ? 'by-hand' : 'by-card';
  const hints = {
    REFUND: t(`returns.resolution.${payout}`),
    EXCHANGE: t('returns.resolution.swap'),
  };
  const swapping = lines.map((line) => <Swap key={line.lineNo} {...props} line={line} />);
  return (
    <div className="grid max-w-xl gap-2">
      <p aria-hidden="true" className="font-medium">
        {t('returns.resolution')}
      </p>
      <Choices label={t('returns.resolution')}>
        {both.map((one) => (
          <Choice
            key={one}
            name="resolution"
            value={one}
            checked={value === one}
            onChoose={() => onChange(one)}
            title={t(`returns.resolution.${one}`)}
            text={hints[one]}
          >
            {one === 'EXCHANGE' && lines.length > 0 ? (
              <div className="grid gap-4">{swapping}</div>
            ) : null}
          </Choice>
        ))}
      </Choices>
    </div>
  );
}

function Swap({ line, swaps, onSwap }: ResolutionProps & { line: OptionLine }) {
  const { t } = useSpeech();
  const label = t('returns.exchange.for', { name: line.name });
  if (line.exchanges.length === 0) {
    return (
      <p className="text-sm text-warn">
        {label}: {t('returns.exchange.none')}
      </p>
    );
  }
  const value = swaps.get(line.lineNo) ?? line.exchanges[0]?.variantId ?? '';
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => onSwap(line.lineNo, event.currentTarget.value)}
    >
      {line.exchanges.map(({ variantId, name }) => (
        <option key={variantId} value={variantId}>
          {variantId === line.variantId ? t('returns.exchange.same') : name}
        </option>
      ))}
    </Select>
  );
}
