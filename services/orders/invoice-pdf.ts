// An invoice or a credit note as A4 pages, in the direction of its language. Drawn from kept facts
// alone: the same facts give the same bytes whenever they are asked for, and nothing is fetched.
import { scheduler } from 'node:timers/promises';
import { exponentOf, isCurrency, toMajor } from '#kernel/core/money.ts';
import type { Address } from '#services/identity/contract.ts';
import {
  documentNumber,
  type Document,
  type DocumentFacts,
  type InvoiceLine,
  type People,
} from './invoice.ts';
import { emptyPdf, Pen, type TextStyle } from './invoice-text.ts';
import { wordsOf, type Words } from './invoice-words.ts';

const page = { width: 595.28, height: 841.89, margin: 48, foot: 60 };
const inner = page.width - 2 * page.margin;
/** Where the columns of the table begin and how wide they are. */
const columns = {
  item: { at: 0, width: 250 },
  quantity: { at: 258, width: 58 },
  unit: { at: 320, width: 84 },
  amount: { at: 408, width: inner - 408 },
} as const;
const hairline = '#b8bcc4';
const quiet = '#5b6270';

/** An amount as the shop shows it in this language. */
export function amountText(minor: number, of: { currency: string; language: string }): string {
  const { currency, language } = of;
  const digits = isCurrency(currency) ? exponentOf(currency) : 2;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(toMajor(minor, currency));
}

export interface Sum {
  label: string;
  amount: string;
  strong: boolean;
}

/** The amounts under the table, as they are printed. */
export function sumsOf({ kind, facts }: Pick<Document, 'kind' | 'facts'>): Sum[] {
  const words = wordsOf[facts.language];
  const sum = (label: string, minor: number, strong = false): Sum => {
    return { label, amount: amountText(minor, facts), strong };
  };
  const included = facts.included_minor ?? 0;
  if (kind === 'credit-note') {
    const tax_minor = facts.tax_minor + (facts.included_minor ?? 0);
    return [
      sum(words.refunded, facts.total_minor, true),
      sum(words.ofItTax, tax_minor),
      ...taxRows(facts),
    ];
  }
  return [
    sum(words.subtotal, facts.subtotal_minor),
    ...(facts.discount_minor === 0 ? [] : [sum(words.discount, -facts.discount_minor)]),
    sum(words.shipping, facts.shipping_minor),
    ...(included > 0 && facts.tax_minor === 0 ? [] : [sum(words.tax, facts.tax_minor)]),
    sum(words.total, facts.total_minor, true),
    ...(included > 0 ? [sum(words.ofItTax, included)] : []),
    ...taxRows(facts),
  ];
}

/** Each tax by its name and rate, with what it was taken on; what frees from it beside it. */
function taxRows(facts: DocumentFacts): Sum[] {
  const { taxes = [], exemption, language } = facts;
  const words = wordsOf[language];
  const percent = (milli: number) =>
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 3 }).format(
      milli / 100_000,
    );
  const rows = taxes
    .filter((one) => one.base_minor > 0 && (one.rate_milli > 0 || exemption !== undefined))
    .map(({ name, rate_milli, base_minor, tax_minor }) => ({
      label: `${name} ${percent(rate_milli)}`,
      amount: `${amountText(base_minor, facts)} · ${amountText(tax_minor, facts)}`,
      strong: false,
    }));
  if (!exemption) return rows;
  const label = exemption.kind === 'vat-id' ? words.reverseCharge : words.exempt;
  return [...rows, { label, amount: exemption.number, strong: false }];
}

function addressLines(of: Partial<Address> | undefined): string[] {
  if (of === undefined) return [];
  const { name, line1, line2, city, state, postalCode, country } = of;
  const town = [city, state, postalCode].filter(Boolean).join(' ');
  return [name, line1, line2, town, country].flatMap((line) => (line ? [line] : []));
}

/** The document as bytes. About 5 ms a line, most of it for Devanagari and Arabic. */
export async function documentPdf(of: Document): Promise<Uint8Array> {
  const { facts, at } = of;
  const title = `${wordsOf[facts.language][of.kind]} ${documentNumber(of)}`;
  const doc = await emptyPdf({ title, at, language: facts.language });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  await new Sheet(doc, of).draw();
  doc.end();
  return whole;
}

class Sheet {
  readonly #doc: PDFKit.PDFDocument;
  readonly #of: Document;
  readonly #words: Words;
  readonly #pen: Pen;
  readonly #rtl: boolean;
  #y: number = page.margin;
  #page = 1;

  constructor(doc: PDFKit.PDFDocument, of: Document) {
    this.#doc = doc;
    this.#of = of;
    this.#words = wordsOf[of.facts.language];
    this.#rtl = of.facts.language === 'ar';
    this.#pen = new Pen(doc, this.#rtl ? 'rtl' : 'ltr');
  }

  /** Others have their turn between two lines: shaping takes some milliseconds for each. */
  async draw(): Promise<void> {
    this.#head();
    await scheduler.yield();
    this.#people();
    if (this.#of.facts.lines.length > 0) await this.#table();
    await scheduler.yield();
    this.#sums();
    this.#foot();
  }

  /** Writes at a place counted from the side where reading begins; gives the height. */
  #put(text: string, place: { at: number; width: number; y?: number }, style: TextStyle): number {
    const { at, width, y = this.#y } = place;
    const from = this.#rtl ? inner - at - width : at;
    return this.#pen.write(text, { x: page.margin + from, y, width }, style);
  }

  #rule(): void {
    const { width, margin } = page;
    this.#doc.moveTo(margin, this.#y).lineTo(width - margin, this.#y);
    this.#doc.lineWidth(0.5).stroke(hairline);
  }

  #head(): void {
    const { kind, facts, at } = this.#of;
    const words = this.#words;
    const wide = { at: 0, width: inner };
    this.#put('Trueshelf', wide, { size: 18, weight: 'bold' });
    this.#y += this.#put(words[kind], wide, { size: 18, weight: 'bold', align: 'end' }) + 14;
    const day = (iso: string | Date) =>
      new Intl.DateTimeFormat(facts.language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(iso),
      );
    const method = words[facts.paymentMethod as keyof Words] ?? facts.paymentMethod;
    const rows: [string, string][] = [
      [words.number, documentNumber(this.#of)],
      [words.date, day(at)],
      ...(facts.invoiceNumber === null
        ? []
        : [[words.forInvoice, facts.invoiceNumber] as [string, string]]),
      [words.order, facts.orderNumber],
      [words.ordered, day(facts.orderedAt)],
      [words.payment, method],
    ];
    for (const [label, value] of rows) {
      this.#doc.fillColor(quiet);
      this.#put(label, { at: 0, width: 140 }, { size: 9 });
      this.#doc.fillColor('black');
      this.#y += this.#put(value, { at: 148, width: inner - 148 }, { size: 9 }) + 2;
    }
    this.#y += 14;
  }

  #people(): void {
    const { people } = this.#of;
    const half = (inner - 24) / 2;
    const block = (label: string, at: number, lines: string[]): number => {
      let y = this.#y;
      this.#doc.fillColor(quiet);
      y += this.#put(label, { at, width: half, y }, { size: 9 }) + 2;
      this.#doc.fillColor('black');
      for (const line of lines) {
        y += this.#put(line, { at, width: half, y }, { size: 10, lines_max: 2, own: true });
      }
      return y;
    };
    const gone = [this.#words.forgotten];
    const of = (which: keyof People) => (people ? addressLines(people[which]) : gone);
    const ends = [
      block(this.#words.billTo, 0, of('billing')),
      block(this.#words.shipTo, half + 24, of('shipping')),
    ];
    this.#y = Math.max(...ends) + 20;
  }

  async #table(): Promise<void> {
    this.#tableHead();
    for (const line of this.#of.facts.lines) {
      if (this.#y > page.height - page.foot - 60) {
        this.#turn();
        this.#tableHead();
      }
      this.#line(line);
      await scheduler.yield();
    }
  }

  #tableHead(): void {
    const words = this.#words;
    this.#doc.fillColor(quiet);
    this.#put(words.item, columns.item, { size: 9 });
    this.#put(words.quantity, columns.quantity, { size: 9, align: 'end' });
    this.#put(words.unit, columns.unit, { size: 9, align: 'end' });
    this.#y += this.#put(words.amount, columns.amount, { size: 9, align: 'end' }) + 3;
    this.#doc.fillColor('black');
    this.#rule();
    this.#y += 5;
  }

  #line(line: InvoiceLine): void {
    const { facts } = this.#of;
    const figure = { size: 10, align: 'end' } as const;
    const count = new Intl.NumberFormat(facts.language).format(line.quantity);
    this.#put(count, columns.quantity, figure);
    this.#put(amountText(line.unit_minor, facts), columns.unit, figure);
    this.#put(amountText(line.total_minor, facts), columns.amount, figure);
    this.#y += this.#put(line.name, columns.item, { size: 10, lines_max: 3, own: true });
    const seller = line.sellerName === null ? [] : [`${this.#words.soldBy} ${line.sellerName}`];
    const more = [...seller, ...(line.sku === null ? [] : [line.sku])].join(' · ');
    if (more !== '') {
      this.#doc.fillColor(quiet);
      this.#y += this.#put(more, columns.item, { size: 8, lines_max: 2 });
      this.#doc.fillColor('black');
    }
    this.#y += 6;
  }

  #sums(): void {
    const rows = sumsOf(this.#of);
    if (this.#y > page.height - page.foot - Math.max(120, rows.length * 18)) this.#turn();
    this.#rule();
    this.#y += 8;
    for (const { label, amount, strong } of rows) {
      const weight = strong ? 'bold' : 'normal';
      const style = { size: strong ? 12 : 10, weight } as const;
      const value = { at: columns.unit.at, width: inner - columns.unit.at };
      const name_h = this.#put(label, { at: 120, width: 194 }, style);
      this.#y += Math.max(name_h, this.#put(amount, value, { ...style, align: 'end' })) + 3;
    }
  }

  #turn(): void {
    this.#foot();
    this.#doc.addPage();
    this.#page += 1;
    this.#y = page.margin;
  }

  #foot(): void {
    const y = page.height - page.foot + 16;
    const number = new Intl.NumberFormat(this.#of.facts.language).format(this.#page);
    this.#doc.fillColor(quiet);
    this.#put(documentNumber(this.#of), { at: 0, width: inner / 2, y }, { size: 8 });
    const last = { at: inner / 2, width: inner / 2, y };
    this.#put(`${this.#words.page} ${number}`, last, { size: 8, align: 'end' });
    this.#doc.fillColor('black');
  }
}
