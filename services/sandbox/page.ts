// The bank's page of the sandbox: what a shopper sees who has to confirm a payment. No script;
// two forms, and a policy that allows nothing else.
import { createHash } from 'node:crypto';
import { toMajor } from '#kernel/core/money.ts';
import type { ChargeRow } from './store.ts';

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #dfe4ea;
  --paper: #fff; --back: #eef2f5; --accent: #0b6b53; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #9aa6b4; --line: #2c3542;
  --paper: #181f28; --back: #0e1319; --accent: #4cc9a4; --on: #06231b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--back); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); background: var(--paper); border: 1px solid var(--line);
  border-radius: 16px; padding: 2rem; }
.bank { display: flex; align-items: center; gap: .6rem; color: var(--soft); font-size: .9rem;
  margin: 0 0 1.4rem; }
.bank::before { content: ''; width: 1.6rem; height: 1.6rem; border-radius: 8px;
  background: linear-gradient(135deg, var(--accent), #2d7fb8); }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1rem; margin: 0 0 1.6rem;
  padding: 1rem 0; border-block: 1px solid var(--line); }
dt { color: var(--soft); } dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
form { margin: 0 0 .6rem; }
button, a.go { display: block; width: 100%; padding: .8rem 1rem; font: inherit; font-weight: 600;
  border-radius: 10px; border: 1px solid var(--line); background: none; color: var(--ink);
  text-align: center; text-decoration: none; cursor: pointer; }
.yes, a.go { background: var(--accent); border-color: var(--accent); color: var(--on); }
button:focus-visible, a:focus-visible { outline: 3px solid #2d7fb8; outline-offset: 2px; }
small { display: block; margin-top: 1.2rem; color: var(--soft); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Headers of the page: its own style and its own forms, nothing else. */
export const pageHeaders = {
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; ` +
    "frame-ancestors 'self'; base-uri 'none'",
};

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string) => text.replace(/[&<>"']/g, (char) => escaped[char] ?? char);

function frame(title: string, body: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<title>${escape(title)}</title><style>${style}</style></head>` +
    `<body><main><p class="bank">Sandbox Bank</p><h1>${escape(title)}</h1>${body}</main></body>` +
    '</html>'
  );
}

function amountOf(row: ChargeRow): string {
  const amount = toMajor(row.amount_minor, row.currency);
  return new Intl.NumberFormat('en', { style: 'currency', currency: row.currency }).format(amount);
}

/** Asks the shopper, or says what was decided. `back`: a path of the shop to go on at. */
export function confirmPage(row: ChargeRow, back: string | undefined): string {
  if (row.state !== 'action') return decidedPage(row, back);
  const query = back ? `?return=${encodeURIComponent(back)}` : '';
  const form = (verb: string, label: string, kind: string) =>
    `<form method="post" action="/sandbox/3ds/${row.chargeId}/${verb}${escape(query)}">` +
    `<button class="${kind}">${label}</button></form>`;
  return frame(
    'Confirm your payment',
    `<dl><dt>Shop</dt><dd>Trueshelf</dd><dt>Amount</dt><dd>${escape(amountOf(row))}</dd></dl>` +
      form('approve', 'Approve', 'yes') +
      form('decline', 'Decline', 'no') +
      '<small>A test page: no bank is asked and no money moves.</small>',
  );
}

const decided: Readonly<Record<string, readonly [title: string, text: string]>> = {
  captured: ['Payment approved', 'The shop has been told. You can go back to it.'],
  declined: ['Payment declined', 'Nothing was charged. You can go back and pay in another way.'],
  cancelled: ['This payment is over', 'It was cancelled by the shop. Nothing was charged.'],
};

function decidedPage(row: ChargeRow, back: string | undefined): string {
  const [title, text] = decided[row.state] ?? ['This payment is under way', 'Please wait.'];
  const link = `<a class="go" href="${escape(back ?? '/')}">Back to the shop</a>`;
  return frame(title, `<p>${text}</p>${link}`);
}
