import { pictureAt } from '../../../ui/picture-address.ts';
import type { App } from '../../app.tsx';
import { pathIn } from '../../i18n/locale.ts';
import { realOptions, type Option } from './choose.ts';
import type { Product, ProductVariant } from './page.tsx';

const vocabulary = 'https://schema.org';

/** The product for search engines: the very figures that the page shows. */
export function productLd(app: App, product: Product): object[] {
  const inLocale = (path: string) => app.origin + pathIn(app.speech.locale, path);
  const address = inLocale(`/p/${product.slug}`);
  const options = realOptions(product.options);
  const offers = product.variants.flatMap((variant) => {
    const price = variant.salePrice ?? variant.price;
    if (price === null) return [];
    return [
      {
        '@type': 'Offer',
        sku: variant.sku,
        price: String(price),
        priceCurrency: variant.currency,
        availability: `${vocabulary}/${variant.inStock ? 'InStock' : 'OutOfStock'}`,
        itemCondition: `${vocabulary}/NewCondition`,
        url: address + queryOf(variant, options),
        ...(product.seller.name === null
          ? {}
          : { seller: { '@type': 'Organization', name: product.seller.name } }),
      },
    ];
  });
  const rated = product.reviewCount > 0;
  return [
    {
      '@context': vocabulary,
      '@type': 'Product',
      name: product.name,
      description: product.description,
      url: address,
      ...(product.brand === null ? {} : { brand: { '@type': 'Brand', name: product.brand } }),
      image: product.images.map((image) => app.origin + pictureAt(image.url, 1200)),
      ...(rated && {
        aggregateRating: {
          '@type': 'AggregateRating',
          ratingValue: product.rating,
          reviewCount: product.reviewCount,
        },
      }),
      offers,
    },
    {
      '@context': vocabulary,
      '@type': 'BreadcrumbList',
      itemListElement: product.breadcrumb.map(({ name, path }, at) => ({
        '@type': 'ListItem',
        position: at + 1,
        name,
        item: inLocale(`/c/${path}`),
      })),
    },
  ];
}

/** What chooses this variant on the page. */
function queryOf(variant: ProductVariant, options: readonly Option[]): string {
  const search = new URLSearchParams();
  for (const { code } of options) {
    const value = variant.attributes[code];
    if (value !== undefined) search.set(code, value);
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}
