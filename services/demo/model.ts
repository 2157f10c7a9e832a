/** Plain data of the demo world. Amounts are integer minor units; nothing here has behaviour. */

/** What a picture shows: the same spec always gives the same picture. */
export interface ImageSpec {
  kind: string;
  /** A colour name of `words.ts`. */
  color: string;
  /** Design variation within the kind, 0 and up. */
  seed: number;
  /** 0 the main view, 1 a second composition. */
  view: number;
}

export interface DemoCategory {
  categoryId: string;
  parentId: string | null;
  slug: string;
  /** Slugs from the root: `electronics/phones`. */
  path: string;
  name: string;
  /** By locale. */
  names: Record<string, string>;
  description: string;
  position: number;
  /** Attribute names by which the products of a leaf can be filtered. */
  attributes: string[];
}

/** What an attribute and its values are called. */
export interface DemoAttribute {
  attributeId: string;
  code: string;
  name: string;
  names: Record<string, string>;
  valueNames: Record<string, Record<string, string>>;
  /** `#rrggbb` by value, where values are colours. */
  colors: Record<string, string>;
}

export interface DemoBrand {
  brandId: string;
  slug: string;
  name: string;
}

export interface DemoSeller {
  sellerId: string;
  slug: string;
  name: string;
  description: string;
  /** E-mail of the person who owns it. */
  ownerEmail: string;
  commission_bp: number;
}

export interface DemoWarehouse {
  warehouseId: string;
  code: string;
  name: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  latitude: number;
  longitude: number;
}

export type DemoCurrency = 'USD' | 'EUR' | 'GBP';

export interface DemoPrice {
  price_minor: number;
  /** Below `price_minor`, or null when not on sale. */
  sale_minor: number | null;
}

export interface DemoVariant {
  variantId: string;
  sku: string;
  /** `black / 128 GB`; `standard` when there is one variant without options. */
  name: string;
  attributes: Record<string, string>;
  /** Its trade item number, where several sellers offer it. */
  barcode?: string;
  prices: Record<DemoCurrency, DemoPrice>;
  weight_g: number;
  length_mm: number;
  width_mm: number;
  height_mm: number;
  /** One line for every warehouse; 0 is out of stock there. */
  stock: { warehouseId: string; onHand: number }[];
  /** The picture of this very variant (its colour); rendered only when asked for. */
  image: ImageSpec;
}

export interface DemoProduct {
  productId: string;
  slug: string;
  sellerId: string;
  categoryId: string;
  brandId: string;
  brand: string;
  name: string;
  description: string;
  attributes: Record<string, string>;
  /** Axes along which the variants differ, with every value that occurs. */
  options: { name: string; values: string[] }[];
  variants: DemoVariant[];
  images: (ImageSpec & { alt: string })[];
  /** What matters most, by language. */
  highlights: Record<string, string[]>;
  /** Whether there is a film of its first picture. */
  film: boolean;
  /** Mean of `stars`, two decimals; 0 without reviews. */
  rating: number;
  reviewCount: number;
  /** Reviews with 1, 2, 3, 4 and 5 stars. */
  stars: [number, number, number, number, number];
  createdAt_ms: number;
}

export interface DemoAddress {
  addressId: string;
  name: string;
  line1: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  phone: string;
}

export interface DemoPerson {
  userId: string;
  email: string;
  /** In clear: the demo world has no secrets, and production refuses to load it. */
  password: string;
  name: string;
  roles: string[];
  /** The seller this person owns, or null. */
  sellerId: string | null;
  address: DemoAddress | null;
}

export interface DemoWorld {
  categories: DemoCategory[];
  attributes: DemoAttribute[];
  brands: DemoBrand[];
  sellers: DemoSeller[];
  warehouses: DemoWarehouse[];
  products: DemoProduct[];
  /** Some of them from other sellers, by the same numbers. */
  offers: DemoProduct[];
  people: DemoPerson[];
}
