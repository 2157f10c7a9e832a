/** An address as it is typed: the fields that the country has, in its order and by its names. */
import { clsx } from 'clsx';
import { useState } from 'react';
import { Field, Select } from '../../../ui/field.tsx';
import { useSpeech } from '../../app.tsx';
import { countries, countryName } from '../../shell/countries.ts';
import {
  chars_max,
  shapeOf,
  tidyPostal,
  type AddressFields,
  type AddressProblem,
  type AddressProblems,
} from './address.ts';
import { Found } from './found.tsx';
import { regionsOf } from './regions.ts';
import { useTown } from './use-town.ts';
import type { Speech } from '../../i18n/translate.ts';

export interface AddressFormProps {
  /** Before the names of the fields, and for the browser's own book: `shipping` or `billing`. */
  kind: 'shipping' | 'billing';
  typed: AddressFields;
  problems: AddressProblems;
  onChange(typed: AddressFields): void;
}

/** The words for what is wrong with a field of an address. */
export function addressProblemText(
  { t }: Speech,
  of: { name: keyof AddressFields; country: string; problem: AddressProblem },
): string {
  const { name, country, problem } = of;
  const { postalName, regionName } = shapeOf(country);
  const example = problem.example ?? '';
  if (name === 'postalCode' && problem.kind !== 'long') {
    return t(`checkout.address.postal.${problem.kind === 'empty' ? 'empty' : 'shape'}`, {
      name: t(`checkout.address.postal.${postalName}`),
      example,
    });
  }
  if (problem.kind === 'choose') {
    return t(`checkout.address.choose.${regionName ?? 'state'}`);
  }
  if (problem.kind === 'long') return t('checkout.address.long');
  if (problem.kind === 'phone') return t('checkout.address.phone.shape');
  const empties = { name: 'name', line1: 'line1', city: 'city' } as const;
  return t(`checkout.address.${empties[name as 'name'] ?? 'name'}.empty`);
}

interface Wired {
  id: string;
  name: string;
  value: string;
  maxLength: number;
  error: string | undefined;
  autoComplete: string;
  onChange(event: { target: { value: string } }): void;
}

/** A list to choose from takes no length. */
function choiceOf({ maxLength: _, ...rest }: Wired): Omit<Wired, 'maxLength'> {
  return rest;
}

type Wire = (name: keyof AddressFields, autoComplete: string) => Wired;

/** What each field of the form has: its value, its words, and where its changes go. */
function wiring(speech: Speech, { kind, typed, problems, onChange }: AddressFormProps): Wire {
  const { country } = typed;
  return (name, autoComplete) => {
    const problem = problems[name];
    return {
      id: `${kind}-${name}`,
      name: `${kind}-${name}`,
      value: typed[name],
      maxLength: chars_max[name],
      error: problem && addressProblemText(speech, { name, country, problem }),
      autoComplete: `${kind} ${autoComplete}`,
      onChange: (event) => onChange({ ...typed, [name]: event.target.value }),
    };
  };
}

/** Fields of an address, in the order of its country. Those that few need are asked for. */
export function AddressForm(props: AddressFormProps) {
  const { kind, typed, onChange } = props;
  const speech = useSpeech();
  const { t, locale } = speech;
  const field = wiring(speech, props);
  return (
    <div className="grid grid-cols-6 gap-x-4 gap-y-5">
      <Select
        {...choiceOf(field('country', 'country'))}
        className="col-span-6"
        label={t('country')}
        onChange={(event) => onChange({ ...typed, country: event.target.value, state: '' })}
      >
        {countryList(locale).map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
      <Field {...field('name', 'name')} className="col-span-6" label={t('checkout.address.name')} />
      <Field
        {...field('line1', 'address-line1')}
        className="col-span-6"
        label={t('checkout.address.line1')}
      />
      <Asked open={typed.line2 !== ''} ask={t('checkout.address.line2.add')} id={`${kind}-line2`}>
        <Field
          {...field('line2', 'address-line2')}
          className="col-span-6"
          label={t('checkout.address.line2')}
        />
      </Asked>
      <TownFields {...props} field={field} />
      <Asked open={typed.phone !== ''} ask={t('checkout.address.phone.add')} id={`${kind}-phone`}>
        <Field
          {...field('phone', 'tel')}
          className="col-span-6"
          type="tel"
          label={t('checkout.address.phone')}
          hint={t('checkout.address.phone.why')}
        />
      </Asked>
    </div>
  );
}

/** City, region and postal code, as they follow one another in the country. */
function TownFields({ kind, typed, onChange, field }: AddressFormProps & { field: Wire }) {
  const { t } = useSpeech();
  const { towns, filled } = useTown(typed, (change) => onChange({ ...typed, ...change }));
  const { country } = typed;
  const { hasPostal, postalFirst, postalName, regionName } = shapeOf(country);
  const narrow = 'col-span-3 content-start sm:col-span-2';
  const postal = hasPostal && (
    <Field
      key="postal"
      {...field('postalCode', 'postal-code')}
      className={narrow}
      label={t(`checkout.address.postal.${postalName}`)}
      autoCapitalize="characters"
      onBlur={() => onChange({ ...typed, postalCode: tidyPostal(country, typed.postalCode) })}
    />
  );
  const city = (
    <Field
      key="city"
      {...field('city', 'address-level2')}
      className={clsx(
        'content-start',
        postalFirst ? 'col-span-3' : 'col-span-6',
        regionName === null ? 'sm:col-span-4' : hasPostal ? 'sm:col-span-2' : 'sm:col-span-3',
      )}
      label={t('checkout.address.city')}
      list={towns.length > 1 ? `${kind}-towns` : undefined}
    />
  );
  const region = regionName !== null && (
    <Select
      key="region"
      {...choiceOf(field('state', 'address-level1'))}
      className={hasPostal ? narrow : 'col-span-6 content-start sm:col-span-3'}
      label={t(`checkout.address.${regionName}`)}
    >
      <option value="">{t('checkout.address.choose')}</option>
      {regionsOf(country).map((one) => (
        <option key={one.code} value={one.code}>
          {one.name}
        </option>
      ))}
    </Select>
  );
  const found = (
    <Found key="found" id={`${kind}-towns`} className="col-span-6" {...{ towns, filled }} />
  );
  const inOrder = postalFirst ? [postal, city, region] : [city, region, postal];
  return [...inOrder, found];
}

/** A field that most leave out: it comes when it is asked for, and gets the focus. */
function Asked(props: { open: boolean; ask: string; id: string; children: React.ReactNode }) {
  const [asked, setAsked] = useState(false);
  if (props.open || asked) return props.children;
  return (
    <button
      type="button"
      className="link target col-span-6 -mt-2 justify-self-start text-sm"
      onClick={() => {
        setAsked(true);
        requestAnimationFrame(() => document.getElementById(props.id)?.focus());
      }}
    >
      {props.ask}
    </button>
  );
}

function countryList(locale: string): { code: string; name: string }[] {
  const list = countries.map((code) => ({ code, name: countryName(code, locale) }));
  return list.toSorted((a, b) => a.name.localeCompare(b.name, locale));
}
