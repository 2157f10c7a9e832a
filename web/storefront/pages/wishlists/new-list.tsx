import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';

const name_chars_max = 80;

/** Makes a list and goes there. */
export function NewList({ onMade }: { onMade(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const action = useAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    void action.run(async (key) => {
      const made = await api.request('POST /wishlists', { body: { name: name.trim() }, key });
      onMade();
      await navigate(`/wishlists?list=${made.listId}`);
    });
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-md gap-4 rounded-lg bg-surface p-5">
      <FormProblem problem={action.problem} title={t('wishes.failed')} />
      <Field
        label={t('wishes.name')}
        error={missing ? t('wishes.name.missing') : undefined}
        name="list-name"
        autoComplete="off"
        maxLength={name_chars_max}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" kind="primary" busy={action.busy} className="justify-self-start">
        {t('wishes.make')}
      </Button>
    </form>
  );
}
