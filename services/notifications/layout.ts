/** How a mail looks: tables and styles in place, which is what mail programs understand. */

/** Text as HTML shows it, also inside quoted attributes. */
export function esc(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const ink = '#1c2430';
const soft = '#5b6675';
const line = '#dfe4ea';
const accent = '#0b6b53';

const table = (style: string, rows: string): string =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" ` +
  `style="border-collapse:collapse;${style}">${rows}</table>`;

const row = (html: string, style = ''): string =>
  `<tr><td style="${font};color:${ink};font-size:16px;line-height:1.5;${style}">${html}</td></tr>`;

/** Everything is text but `body`, which is rows. */
export interface Frame {
  language: string;
  subject: string;
  heading: string;
  preview: string;
  body: string;
  footer: string;
}

/** The whole document. */
export function page({ language, subject, heading, preview, body, footer }: Frame): string {
  const dir = language === 'ar' ? 'rtl' : 'ltr';
  const card = table(
    'max-width:600px;margin:0 auto;background:#ffffff;border-radius:10px',
    row('Trueshelf', `padding:24px 32px 0;font-weight:700;font-size:18px;color:${accent}`) +
      row(esc(heading), 'padding:16px 32px 0;font-weight:700;font-size:24px;line-height:1.25') +
      body +
      row(esc(footer), `padding:24px 32px;color:${soft};font-size:13px`),
  );
  return (
    `<!doctype html><html lang="${esc(language)}" dir="${dir}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${esc(subject)}</title></head>` +
    `<body dir="${dir}" style="margin:0;background:#f6f8fa">` +
    `<div style="display:none;max-height:0;overflow:hidden">${esc(preview)}</div>` +
    `${table('background:#f6f8fa', `<tr><td style="padding:24px 12px">${card}</td></tr>`)}` +
    '</body></html>'
  );
}

export const paragraph = (text: string): string => row(esc(text), 'padding:16px 32px 0');

/** Small title above something. */
export const title = (text: string): string =>
  row(esc(text), `padding:24px 32px 0;color:${soft};font-size:13px;font-weight:700`);

/** Lines of an address or of a list. */
export const lines = (texts: readonly string[]): string =>
  row(texts.map(esc).join('<br>'), 'padding:4px 32px 0');

/** A link that looks like a button; the address must be ours. */
export const button = (text: string, href: string): string =>
  row(
    `<a href="${esc(href)}" style="display:inline-block;padding:12px 20px;background:${accent};` +
      `color:#ffffff;text-decoration:none;border-radius:8px;font-weight:600">${esc(text)}</a>`,
    'padding:24px 32px 0',
  );

/** A link in small letters below everything else; the address must be ours. */
export const smallLink = (text: string, href: string): string =>
  row(
    `<a href="${esc(href)}" style="color:${soft}">${esc(text)}</a>`,
    `padding:24px 32px 0;color:${soft};font-size:13px`,
  );

/** Digits to be typed, large and apart. */
export const code = (digits: string): string =>
  row(
    `<span style="font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;` +
      `font-weight:700;letter-spacing:8px">${esc(digits)}</span>`,
    'padding:20px 32px 0',
  );

export interface Amount {
  label: string;
  /** Second line in small letters. */
  note?: string;
  amount: string;
  strong?: boolean;
}

/** Labels on the left, amounts on the right, a rule above each. */
export function amounts(entries: readonly Amount[]): string {
  const cell = `padding:10px 0;border-top:1px solid ${line};${font};color:${ink};font-size:15px`;
  const rows = entries.map(({ label, note, amount, strong }) => {
    const weight = strong ? ';font-weight:700' : '';
    const below = note ? `<br><span style="color:${soft};font-size:13px">${esc(note)}</span>` : '';
    return (
      `<tr><td style="${cell}${weight}">${esc(label)}${below}</td>` +
      `<td valign="top" style="${cell}${weight};white-space:nowrap;text-align:end;` +
      `padding-left:16px">${esc(amount)}</td></tr>`
    );
  });
  return row(table('', rows.join('')), 'padding:20px 32px 0');
}
