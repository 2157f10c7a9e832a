// The fields of a product: what it is, what it looks like, its category's attributes, and what is
// sold of it.
import type { ReplyOf } from '../../../client/request.ts';
import { Field, Select, TextArea } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useFault, type ProductFieldsProps } from './fields.ts';
import { PictureField } from './picture-field.tsx';
import { Variants } from './variants.tsx';

export function ProductFields(props: ProductFieldsProps) {
  const { draft, sellerId, isNew, onChange, onSending } = props;
  const { t } = useSpeech();
  const fault = useFault(props);
  return (
    <>
      <fieldset className="grid max-w-3xl grid-cols-1 gap-5">
        <legend className="mb-3 text-lg font-semibold">{t('goods.what')}</legend>
        <Field
          name="name"
          label={t('goods.name')}
          maxLength={200}
          value={draft.name}
          error={fault('name', 'name')}
          onChange={({ target }) => onChange({ name: target.value })}
        />
        <TextArea
          name="description"
          rows={6}
          label={t('goods.description')}
          optional={t('selling.optional')}
          maxLength={20_000}
          value={draft.description}
          error={fault('description', 'description')}
          onChange={({ target }) => onChange({ description: target.value })}
        />
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field
            name="brand"
            label={t('goods.brand')}
            optional={t('selling.optional')}
            maxLength={100}
            value={draft.brand}
            error={fault('brand', 'brand')}
            onChange={({ target }) => onChange({ brand: target.value })}
          />
          {isNew && <Currency {...{ draft, onChange }} />}
        </div>
      </fieldset>
      <Category {...props} />
      <PictureField
        {...{ sellerId, onSending }}
        pictures={draft.pictures}
        onChange={(how) => onChange({ pictures: how(draft.pictures) })}
      />
      <Variants {...props} />
    </>
  );
}

function Currency({ draft, onChange }: Pick<ProductFieldsProps, 'draft' | 'onChange'>) {
  const { api } = useApp();
  const { t } = useSpeech();
  const query = useQuery('currencies', (signal) => api.request('GET /currencies', { signal }));
  const known = query.data?.data.flatMap(({ currency, base }) => [base, currency]) ?? [];
  const codes = [...new Set([draft.currency, ...known])];
  return (
    <Select
      name="currency"
      label={t('goods.currency')}
      hint={t('goods.currency.hint')}
      value={draft.currency}
      onChange={({ target }) => onChange({ currency: target.value })}
    >
      {codes.map((code) => (
        <option key={code}>{code}</option>
      ))}
    </Select>
  );
}

type Tree = ReplyOf<'GET /categories'>['categories'][number];
type Defined = ReplyOf<'GET /categories/{category}'>['attributes'][number];

/** All categories in the order of the tree, each with its way from the top. */
function namesOf(tree: readonly Tree[], above = ''): { id: string; name: string }[] {
  return tree.flatMap((one) => {
    const name = above === '' ? one.name : `${above} › ${one.name}`;
    return [{ id: one.categoryId, name }, ...namesOf(one.children as unknown as Tree[], name)];
  });
}

function Category(props: ProductFieldsProps) {
  const { draft, onChange } = props;
  const { api } = useApp();
  const { t } = useSpeech();
  const fault = useFault(props);
  const tree = useQuery('categories', (signal) =>
    api.request('GET /categories', { query: {}, signal }),
  );
  const { categoryId } = draft;
  const one = useQuery(categoryId === '' ? null : `category ${categoryId}`, (signal) =>
    api.request('GET /categories/{category}', {
      params: { category: categoryId },
      query: {},
      signal,
    }),
  );
  // What variants differ in is not said twice.
  const defined =
    one.data?.attributes.filter(({ code }) => !draft.options.includes(code)) ?? ([] as Defined[]);
  const known = new Set(defined.map(({ code }) => code));
  const others = Object.keys(draft.attributes).filter((code) => !known.has(code));
  const set = (code: string, value: string) =>
    onChange({ attributes: { ...draft.attributes, [code]: value } });
  return (
    <fieldset className="grid max-w-3xl grid-cols-1 gap-5">
      <legend className="mb-3 text-lg font-semibold">{t('goods.where')}</legend>
      <Select
        name="categoryId"
        label={t('goods.category')}
        value={categoryId}
        error={fault('categoryId', 'categoryId')}
        onChange={({ target }) => onChange({ categoryId: target.value })}
      >
        <option value="">{t('returns.reason.choose')}</option>
        {namesOf(tree.data?.categories ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {defined.map((of) => (
          <Attribute
            key={of.code}
            of={of}
            value={draft.attributes[of.code] ?? ''}
            error={fault(`attribute-${of.code}`, `attributes/${of.code}`)}
            onChange={(value) => set(of.code, value)}
          />
        ))}
        {one.data !== null &&
          others.map((code) => (
            <Field
              key={code}
              name={`attribute-${code}`}
              label={code}
              hint={t('goods.attribute.other')}
              maxLength={200}
              value={draft.attributes[code] ?? ''}
              error={fault(`attribute-${code}`, `attributes/${code}`)}
              onChange={({ target }) => set(code, target.value)}
            />
          ))}
      </div>
    </fieldset>
  );
}

interface AttributeProps {
  of: Defined;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
}

function Attribute({ of, value, error, onChange }: AttributeProps) {
  const { t } = useSpeech();
  const name = `attribute-${of.code}`;
  const label = of.unit === null ? of.name : `${of.name} (${of.unit})`;
  if (of.kind !== 'choice') {
    return (
      <Field
        {...{ name, label, value, error }}
        optional={t('selling.optional')}
        inputMode={of.kind === 'number' ? 'decimal' : 'text'}
        maxLength={200}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  const choices = value === '' || of.choices.includes(value) ? of.choices : [value, ...of.choices];
  return (
    <Select {...{ name, label, value, error }} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('goods.attribute.none')}</option>
      {choices.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </Select>
  );
}
