import type { Assets } from '../storefront/rendering.ts';

const words = {
  500: {
    title: 'That is our mistake',
    text:
      'Something broke on our side. We have a record of it, and your cart is kept. ' +
      'Please try again; if it stays, tell us this number.',
  },
  503: {
    title: 'One moment, please',
    text:
      'Very many people are here just now. Your cart is kept. ' +
      'Please try again in a few seconds.',
  },
};

/** The page for when pages cannot be made: needs nothing but the style, names the request. */
export function failureDocument(requestId: string, assets: Assets, status: 500 | 503): string {
  const id = requestId.replace(/[^\w.:-]/g, '');
  const { title, text } = words[status];
  const style = assets.style.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<meta name="robots" content="noindex"><title>${title} · Trueshelf</title>${style}</head>` +
    `<body><main class="page grid max-w-2xl gap-5 py-24"><h1 class="text-3xl">${title}</h1>` +
    `<p class="text-lg text-muted">${text}</p><p>Request <code>${id}</code></p>` +
    '<p><a class="link" href="/">To the home page</a></p></main></body></html>'
  );
}
