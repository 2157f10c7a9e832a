/**
 * The form of an address: the fields that the country has, by the names they have there. What is
 * typed outlives a reload, and what is wrong stands beside its field.
 */
import { useEffect, useRef, useState } from 'react';
import type { BodyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Field, Select } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { countries, countryName } from '../../shell/countries.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { useDraft } from '../../state/draft.ts';
import { useAction } from '../../state/use-action.ts';
import {
  problemsIn,
  sentAddress,
  shapeOf,
  type AddressFields,
  type AddressProblem,
  type AddressProblems,
} from '../checkout/address.ts';
import { regionsOf } from '../checkout/regions.ts';
import { Found } from '../checkout/found.tsx';
import { useTown } from '../checkout/use-town.ts';

export interface AddressFormProps {
  title: string;
  /** Names the draft that is kept while it is not saved. */
  draft: string;
  start: AddressFields;
  isDefault: boolean;
  /** Throws ApiProblem. */
  save(body: BodyOf<'POST /me/addresses'>, key: string): Promise<void>;
  onCancel(): void;
}

const order: readonly (keyof AddressFields)[] = [
  'country',
  'name',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'phone',
];

/** The fields that the country has, by the names they have there. What was typed is kept. */
export function AddressForm(props: AddressFormProps) {
  const { t } = useApp().speech;
  const draft = useDraft(props.draft, props.start);
  const [asDefault, setAsDefault] = useState(props.isDefault);
  const [problems, setProblems] = useState<AddressProblems>({});
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const change = (name: keyof AddressFields, value: string) => {
    draft.change({
      ...draft.value,
      [name]: value,
      ...(name === 'country' ? { state: '', postalCode: '' } : {}),
    });
    const { [name]: _, ...rest } = problems;
    setProblems(rest);
  };
  const submit = async () => {
    const found = problemsIn(draft.value);
    setProblems(found);
    const first = order.find((name) => found[name] !== undefined);
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    await action.run(async (key) => {
      await props.save({ ...sentAddress(draft.value), isDefault: asDefault }, key);
      draft.forget();
    });
  };
  const cancel = () => {
    draft.forget();
    props.onCancel();
  };
  return (
    <form
      ref={form}
      method="post"
      noValidate
      aria-labelledby="address-form"
      className="grid gap-5 rounded-lg bg-surface p-5 md:p-7"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id="address-form" ref={heading} tabIndex={-1} className="text-lg">
        {props.title}
      </h2>
      {draft.restored && <Notice live>{t('address.draft')}</Notice>}
      <FormProblem problem={action.problem} title={t('address.failed')} />
      <Fields
        value={draft.value}
        problems={problems}
        onChange={change}
        onFound={(found) => draft.change({ ...draft.value, ...found })}
      />
      <Checkbox
        label={t('address.make-default')}
        checked={asDefault}
        disabled={props.isDefault}
        onChange={(event) => setAsDefault(event.target.checked)}
      />
      {props.isDefault && <p className="-mt-3 text-sm text-muted">{t('address.is-default.why')}</p>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('address.save')}
        </Button>
        <Button kind="quiet" onClick={cancel}>
          {t('address.cancel')}
        </Button>
      </div>
    </form>
  );
}

function problemText(speech: Speech, problem: AddressProblem | undefined): string | undefined {
  if (problem === undefined) return undefined;
  const { kind, example } = problem;
  const said =
    example === undefined ? undefined : speech.maybe(`address.no.${kind}.example`, { example });
  return said ?? speech.maybe(`address.no.${kind}`) ?? speech.t('address.no.empty');
}

interface FieldsProps {
  value: AddressFields;
  problems: AddressProblems;
  onChange(name: keyof AddressFields, value: string): void;
  /** What the postal code says. */
  onFound(found: Partial<AddressFields>): void;
}

function Fields({ value, problems, onChange, onFound }: FieldsProps) {
  const { towns, filled } = useTown(value, onFound);
  const { speech } = useApp();
  const { t, locale } = speech;
  const shape = shapeOf(value.country);
  const bound = (name: keyof AddressFields) => ({
    name,
    value: value[name],
    error: problemText(speech, problems[name]),
    onChange: (event: { target: { value: string } }) => onChange(name, event.target.value),
  });
  const optional = t('address.optional');
  const postal = shape.hasPostal && (
    <Field
      key="postal"
      label={t(`address.postal.${shape.postalName}`)}
      autoComplete="postal-code"
      autoCapitalize="characters"
      {...bound('postalCode')}
    />
  );
  const city = (
    <Field
      key="city"
      label={t('address.city')}
      autoComplete="address-level2"
      list={towns.length > 1 ? 'towns' : undefined}
      {...bound('city')}
    />
  );
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Select
        label={t('country')}
        autoComplete="country"
        className="sm:col-span-2"
        {...bound('country')}
      >
        {(countries as readonly string[]).includes(value.country) || (
          <option value={value.country}>{countryName(value.country, locale)}</option>
        )}
        {countries.map((code) => (
          <option key={code} value={code}>
            {countryName(code, locale)}
          </option>
        ))}
      </Select>
      <Field
        label={t('address.name')}
        autoComplete="name"
        className="sm:col-span-2"
        {...bound('name')}
      />
      <Field
        label={t('address.line1')}
        autoComplete="address-line1"
        className="sm:col-span-2"
        {...bound('line1')}
      />
      <Field
        label={t('address.line2')}
        optional={optional}
        autoComplete="address-line2"
        className="sm:col-span-2"
        {...bound('line2')}
      />
      {shape.postalFirst ? [postal, city] : city}
      {shape.regionName !== null && (
        <Select
          label={t(`address.region.${shape.regionName}`)}
          autoComplete="address-level1"
          {...bound('state')}
        >
          <option value="">{t('address.choose')}</option>
          {regionsOf(value.country).map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {!shape.postalFirst && postal}
      <Found id="towns" className="sm:col-span-2" {...{ towns, filled }} />
      <Field
        label={t('address.phone')}
        hint={t('address.phone.why')}
        optional={optional}
        type="tel"
        autoComplete="tel"
        className="sm:col-span-2"
        {...bound('phone')}
      />
    </div>
  );
}
