/** Mails about returns, as text and as HTML; pure. */
import * as layout from './layout.ts';
import type { NoticeFacts, ReturnNoticeType } from './model.ts';
import { fill, stringsOf } from './strings.ts';
import { greetingOf, moneyText, type Rendered } from './templates.ts';

export interface ReturnLetter {
  type: ReturnNoticeType;
  facts: NoticeFacts;
  reader: { name: string; locale: string };
  publicUrl: string;
  /** Lets whoever has the mail see the return, signed in or not; '' for none. */
  grant: string;
}

/** What sentences about returns name. */
export function returnValues(facts: NoticeFacts, locale: string): Record<string, string> {
  const { returnNumber, amount_minor, currency } = facts;
  const known = amount_minor !== undefined && currency !== undefined;
  return {
    return: returnNumber ?? '',
    amount: known ? moneyText(amount_minor, currency, locale) : '',
  };
}

/** The mail of one step of a return. */
export function renderReturn({ type, facts, reader, publicUrl, grant }: ReturnLetter): Rendered {
  const strings = stringsOf(reader.locale);
  const notice = strings.notices[type];
  const values = { number: facts.orderNumber ?? '', ...returnValues(facts, reader.locale) };
  const [subject, heading] = [fill(notice.subject, values), fill(notice.heading, values)];
  const [lead, closing] = [fill(notice.lead, values), fill(notice.closing, values)];
  const greeting = greetingOf(strings, reader.name);
  const key = grant === '' ? '' : `?t=${grant}`;
  const href = `${publicUrl}/returns/${facts.returnNumber ?? ''}${key}`;
  const footer = fill(strings.why.orders, values);
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    layout.paragraph(closing),
    layout.button(strings.viewReturn, href),
  ].join('');
  const text = [greeting, lead, closing, `${strings.viewReturn}: ${href}`, footer].join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}
