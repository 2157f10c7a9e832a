import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { countryName } from '../../shell/countries.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { faultsIn } from '../admin-pricing/faults.ts';
import { Scroll } from '../admin-pricing/scroll.tsx';
import type { Zone } from './typed.ts';

type Ways = ReplyOf<'GET /shipping/methods'>['methods'];

const start = { country: 'US', weightGrams: '2500', subtotal: '40', currency: 'USD' };
const names = ['country', 'weightGrams', 'subtotal', 'currency'] as const;

/** What one parcel would cost and when it would arrive: the shoppers' own question. */
export function TryOut({ zones }: { zones: readonly Zone[] }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [typed, setTyped] = useState(start);
  const [found, setFound] = useState<{ ways: Ways; country: string } | null>(null);
  const action = useAction();
  const faultAt = faultsIn(speech, action.problem);
  const ask = () =>
    void action.run(async () => {
      const country = typed.country.trim().toUpperCase();
      const number = (text: string) => text.trim().replace(',', '.') as never;
      const { methods } = await api.request('GET /shipping/methods', {
        query: {
          country,
          weightGrams: number(typed.weightGrams),
          subtotal: number(typed.subtotal),
          currency: typed.currency.trim().toUpperCase(),
        },
      });
      setFound({ ways: methods, country });
    });
  return (
    <section className="grid grid-cols-1 gap-4">
      <h2 className="text-xl">{t('shipping.try')}</h2>
      <p className="text-sm text-muted">{t('shipping.try.text')}</p>
      <form
        noValidate
        className="grid grid-cols-1 gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2 lg:grid-cols-4">
          {names.map((name) => (
            <Field
              key={name}
              name={`try-${name}`}
              label={t(`shipping.try.${name}`)}
              autoComplete="off"
              maxLength={name === 'country' ? 2 : name === 'currency' ? 3 : 12}
              value={typed[name]}
              error={faultAt(name)}
              onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
            />
          ))}
        </div>
        <Button type="submit" className="justify-self-start" busy={action.busy}>
          {t('shipping.try.ask')}
        </Button>
      </form>
      <FormProblem problem={action.problem} />
      <div role="status" className="grid grid-cols-1 gap-3">
        {found !== null && <Found {...{ zones, ...found }} />}
      </div>
    </section>
  );
}

interface FoundProps {
  zones: readonly Zone[];
  ways: Ways;
  country: string;
}

function Found({ zones, ways, country }: FoundProps) {
  const { t, money, date, locale } = useApp().speech;
  const zone =
    zones.find((one) => one.countries.includes(country)) ??
    zones.find((one) => one.countries.includes('*'));
  const day = (iso: string) => date(`${iso}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <>
      {zone !== undefined && (
        <p>{t('shipping.try.zone', { country: countryName(country, locale), zone: zone.name })}</p>
      )}
      {ways.length === 0 ? (
        <p className="text-muted">{t('shipping.try.none')}</p>
      ) : (
        <Scroll label={t('shipping.try')}>
          <table className="w-full max-w-2xl text-sm">
            <caption className="unseen">{t('shipping.try')}</caption>
            <thead>
              <tr className="border-b border-line text-muted">
                {(['shipping.method', 'shipping.try.cost', 'shipping.try.arrives'] as const).map(
                  (id) => (
                    <th key={id} scope="col" className="py-2 pe-4 text-start font-medium">
                      {t(id)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {ways.map((way) => (
                <tr key={way.method} className="border-b border-line align-top">
                  <th scope="row" className="py-2 pe-4 text-start font-medium">
                    <bdi>{way.name}</bdi>
                  </th>
                  <td className="figures py-2 pe-4 whitespace-nowrap">
                    {money(way.amount, way.currency)}
                    {way.freeOver !== null && (
                      <span className="block text-muted">
                        {t('shipping.free.is', { amount: money(way.freeOver, way.currency) })}
                      </span>
                    )}
                  </td>
                  <td className="figures py-2 whitespace-nowrap">
                    {way.arrivesFrom === way.arrivesTo
                      ? day(way.arrivesTo)
                      : `${day(way.arrivesFrom)} – ${day(way.arrivesTo)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}
