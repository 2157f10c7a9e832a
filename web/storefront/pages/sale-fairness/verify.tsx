import { useEffect, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import { storage } from '../../browser-app.ts';
import { readMine } from '../../queue/mine.ts';
import { checkDraw, type Checked } from './check.ts';
import type { Report } from './report.tsx';

/** Checks the draw here, with what the shop has published and nothing else. */
export function Verify({ report }: { report: Report }) {
  const { t } = useSpeech();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState(false);
  const [found, setFound] = useState<Checked | null>(null);
  const { saleId, seed, people } = report;
  useEffect(() => {
    const mine = readMine(storage(), saleId);
    if (mine !== null) setTyped(String(mine.number + 1));
  }, [saleId]);
  const isDrawn = seed !== null && people !== null;
  const check = () => {
    const digits = typed.trim();
    const isWrong = digits !== '' && !/^[1-9]\d{0,8}$/.test(digits);
    setFault(isWrong);
    if (isWrong || !isDrawn) return;
    const told = { ...report, seed, people };
    setFound(checkDraw(told, digits === '' ? null : Number(digits) - 1));
  };
  return (
    <section className="grid grid-cols-1 gap-4 rounded-lg bg-surface p-5">
      <h2 className="text-xl">{t('fair.verify')}</h2>
      <p className="max-w-prose">{t('fair.verify.text')}</p>
      <form
        noValidate
        className="needs-js grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          check();
        }}
      >
        <Field
          label={t('fair.verify.number')}
          hint={t('fair.verify.hint')}
          name="number"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          className="max-w-xs"
          value={typed}
          error={fault ? t('fair.verify.wrong') : undefined}
          onChange={({ target }) => setTyped(target.value)}
        />
        <div>
          <Button
            id="verify"
            type="submit"
            kind="primary"
            whyNot={isDrawn ? '' : t('fair.verify.early')}
          >
            {t('fair.verify.go')}
          </Button>
        </div>
      </form>
      <div role="status">{found !== null && <Result found={found} />}</div>
    </section>
  );
}

function Result({ found }: { found: Checked }) {
  const { t, number } = useSpeech();
  const { seed, distinct, count, rank, isIn } = found;
  return (
    <ul className="grid gap-2.5" data-verified={seed && distinct}>
      <Line is={seed} text={t(seed ? 'fair.found.seed' : 'fair.found.seed.wrong')} />
      <Line
        is={distinct}
        text={t(distinct ? 'fair.found.ranks' : 'fair.found.ranks.wrong', { count })}
      />
      {rank !== null && (
        <Line is text={t(isIn ? 'fair.found.in' : 'fair.found.out', { rank: number(rank + 1) })} />
      )}
    </ul>
  );
}

function Line({ is, text }: { is: boolean; text: string }) {
  return (
    <li className="flex items-start gap-2">
      <Icon
        name={is ? 'check' : 'warning'}
        className={`mt-0.5 size-5 ${is ? 'text-good' : 'text-danger'}`}
      />
      <span className="figures">{text}</span>
    </li>
  );
}
