/** Mails about accounts: a link, a code, or news, as text and as HTML; pure. */
import * as layout from './layout.ts';
import type { AccountNoticeType, ChallengeNoticeType } from './model.ts';
import { fill, stringsOf } from './strings.ts';
import { greetingOf, type Rendered } from './templates.ts';

export interface AccountLetter {
  type: AccountNoticeType | ChallengeNoticeType;
  reader: { name: string; locale: string };
  publicUrl: string;
  /** Of challenges: what the mail carries, and for how many minutes more it is good. */
  challenge: { secret: string; minutes: number } | null;
}

/** The mail of one notification about an account. */
export function renderAccount(letter: AccountLetter): Rendered {
  const { type, reader, publicUrl, challenge } = letter;
  const strings = stringsOf(reader.locale);
  const notice = strings.notices[type];
  const minutes = { minutes: String(challenge?.minutes ?? 0) };
  const { subject, heading, lead } = notice;
  const closing = fill(notice.closing, minutes);
  const greeting = greetingOf(strings, reader.name);
  const secret = challenge?.secret ?? '';
  // Behind a hash: what stands there goes to no server, into no log and no Referer.
  const reset = `${publicUrl}/reset-password#token=${secret}`;
  const isLink = type === 'password-reset';
  const isCode = challenge !== null && !isLink;
  const [label, href] = isLink
    ? [strings.act[type], reset]
    : [strings.account, `${publicUrl}/account/security`];
  const footer = strings.why.account;
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    isCode ? layout.code(secret) : layout.button(label, href),
    layout.paragraph(closing),
  ].join('');
  const text = [greeting, lead, isCode ? secret : `${label}: ${href}`, closing, footer];
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text.join('\n\n')}\n`, html };
}
