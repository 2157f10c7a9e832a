/** What can be changed of one list: its name, who sees it, what its owner sees, whether it is. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, Field, Select } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { pathIn } from '../../i18n/locale.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction, type Action } from '../../state/use-action.ts';
import { listName, type List } from './list.ts';

const name_chars_max = 80;
const visibilities = ['private', 'link', 'public'] as const;
type Visibility = (typeof visibilities)[number];

export interface ListDeskProps {
  list: List;
  onChange(): void;
}

const tagOf = (version: number) => `"${version}"`;

export function ListDesk({ list, onChange }: ListDeskProps) {
  const { t } = useApp().speech;
  const action = useAction();
  return (
    <details className="rounded-lg bg-surface px-5 py-4">
      <summary className="target cursor-pointer font-semibold">
        {t('wishes.settings')}{' '}
        <span className="font-normal text-muted">{t(`wishes.share.${list.visibility}`)}</span>
      </summary>
      <div className="mt-5 grid gap-6">
        <FormProblem problem={action.problem} title={t('wishes.failed')} />
        <Share list={list} action={action} onChange={onChange} />
        <Facts list={list} action={action} onChange={onChange} />
        <Remove list={list} action={action} onChange={onChange} />
      </div>
    </details>
  );
}

interface PartProps extends ListDeskProps {
  action: Action;
}

/** Who may see it. Each sharing makes a new link; the one before ends. */
function Share({ list, action, onChange }: PartProps) {
  const { api, origin, speech, toasts } = useApp();
  const { t } = speech;
  const { listId, version, token } = list;
  const [visibility, setVisibility] = useState<Visibility>(list.visibility);
  const share = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async (key) => {
      const ifMatch = tagOf(version);
      const body = { visibility };
      await api.request('PUT /wishlists/{listId}/share', {
        params: { listId },
        body,
        key,
        ifMatch,
      });
      onChange();
    });
  };
  const address = token === null ? '' : `${origin}${pathIn(speech.locale, `/w/${token}`)}`;
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    toasts.show({ text: t('wishes.copied'), tone: 'good' });
  };
  const again = visibility === list.visibility && visibility !== 'private';
  return (
    <form onSubmit={share} className="grid gap-4">
      <Select
        label={t('wishes.share')}
        hint={t('wishes.share.hint')}
        value={visibility}
        onChange={(event) => setVisibility(event.target.value as Visibility)}
      >
        {visibilities.map((one) => (
          <option key={one} value={one}>
            {t(`wishes.share.${one}`)}
          </option>
        ))}
      </Select>
      {token !== null && (
        <Field label={t('wishes.link')} value={address} readOnly dir="ltr" name="link" />
      )}
      <div className="flex flex-wrap gap-3">
        {token !== null && (
          <Button size="sm" onClick={() => void copy().catch(() => undefined)}>
            {t('wishes.copy')}
          </Button>
        )}
        <Button size="sm" type="submit" busy={action.busy}>
          {t(again ? 'wishes.share.again' : 'wishes.share.save')}
        </Button>
      </div>
    </form>
  );
}

function Facts({ list, action, onChange }: PartProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { listId, version } = list;
  const [name, setName] = useState(list.name);
  const change = (body: { name?: string; gift?: boolean; isDefault?: true }) =>
    void action.run(async (key) => {
      const ifMatch = tagOf(version);
      await api.request('PATCH /wishlists/{listId}', { params: { listId }, body, key, ifMatch });
      onChange();
    });
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && name.trim() !== list.name) change({ name: name.trim() });
  };
  return (
    <>
      <form onSubmit={rename} className="flex flex-wrap items-end gap-3">
        <Field
          label={t('wishes.name')}
          name="name"
          autoComplete="off"
          maxLength={name_chars_max}
          placeholder={t('wishes.default')}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="min-w-48 flex-1"
        />
        <Button type="submit" busy={action.busy}>
          {t('wishes.rename')}
        </Button>
      </form>
      <Checkbox
        label={t('wishes.gift')}
        checked={list.gift}
        onChange={(event) => change({ gift: event.target.checked })}
      />
      {!list.isDefault && (
        <Button
          size="sm"
          className="justify-self-start"
          busy={action.busy}
          onClick={() => change({ isDefault: true })}
        >
          {t('wishes.default.make')}
        </Button>
      )}
    </>
  );
}

function Remove({ list, action, onChange }: PartProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { listId, version } = list;
  const [asks, setAsks] = useState(false);
  const remove = () =>
    void action.run(async (key) => {
      setAsks(false);
      const ifMatch = tagOf(version);
      await api.request('DELETE /wishlists/{listId}', { params: { listId }, key, ifMatch });
      onChange();
    });
  const name = listName(speech, list);
  return (
    <>
      <Button
        size="sm"
        kind="danger"
        className="justify-self-start"
        busy={action.busy}
        onClick={() => setAsks(true)}
      >
        {t('wishes.remove-list')}
      </Button>
      <Dialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t('wishes.remove-list')}
        closeLabel={t('close')}
        footer={
          <Button kind="danger" onClick={remove}>
            {t('wishes.remove-list.yes')}
          </Button>
        }
      >
        <p className="px-6 pb-4">{t('wishes.remove-list.ask', { name })}</p>
      </Dialog>
    </>
  );
}
