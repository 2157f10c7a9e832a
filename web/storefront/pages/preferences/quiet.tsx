import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field, Select } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { zoneName, zones, type Preferences } from './grid.ts';
import type { Grid } from './use-grid.ts';

const usual = { from: '22:00', to: '07:00' };

/** Hours in which what is not urgent waits, in the person's own time zone. */
export function Quiet({ shown, grid }: { shown: Preferences; grid: Grid }) {
  const { t } = useApp().speech;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { quietHours } = shown;
  const [typed, setTyped] = useState(quietHours ?? { ...usual, timeZone: here });
  const [same, setSame] = useState(false);
  const on = quietHours !== null;
  const isSaved =
    on &&
    quietHours.from === typed.from &&
    quietHours.to === typed.to &&
    quietHours.timeZone === typed.timeZone;
  const save = () => {
    const isSame = typed.from === typed.to;
    setSame(isSame);
    if (!isSame) void grid.change({ quietHours: typed });
  };
  const badZone = grid.refused?.field('quietHours/timeZone') !== undefined;
  return (
    <section aria-labelledby="quiet" className="grid gap-5 border-t border-line pt-7">
      <div className="grid max-w-xl gap-1">
        <h2 id="quiet" className="text-xl">
          {t('quiet.title')}
        </h2>
        <p className="text-muted">{t('quiet.lead')}</p>
      </div>
      <Checkbox
        label={t('quiet.on')}
        checked={on}
        onChange={(event) => {
          void grid.change({ quietHours: event.target.checked ? typed : null });
        }}
      />
      {on && (
        <form
          method="post"
          className="grid max-w-xl gap-5 sm:grid-cols-2"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field
            label={t('quiet.from')}
            type="time"
            name="from"
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.target.value })}
            required
          />
          <Field
            label={t('quiet.to')}
            type="time"
            name="to"
            value={typed.to}
            error={same ? t('quiet.same') : undefined}
            onChange={(event) => setTyped({ ...typed, to: event.target.value })}
            required
          />
          <Select
            label={t('quiet.zone')}
            name="timeZone"
            className="sm:col-span-2"
            value={typed.timeZone}
            error={badZone ? t('quiet.zone.bad') : undefined}
            onChange={(event) => setTyped({ ...typed, timeZone: event.target.value })}
          >
            {zones(Intl.supportedValuesOf('timeZone'), here, typed.timeZone).map((zone) => (
              <option key={zone} value={zone}>
                {zoneName(zone)}
              </option>
            ))}
          </Select>
          <div className="sm:col-span-2">
            <Button
              id="save-quiet"
              type="submit"
              kind="primary"
              whyNot={isSaved ? t('quiet.is-saved') : ''}
            >
              {t('quiet.save')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
