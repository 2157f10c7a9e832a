import { idAt } from '#kernel/core/id.ts';
import { prng } from '#kernel/core/prng.ts';
import type { DemoAddress, DemoPerson, DemoSeller } from './model.ts';

/** The password of everybody in the demo world. */
export const demoPassword = 'trueshelf-demo-1234';

const opened_ms = 1_764_547_200_000; // 2025-12-01

// email, name, then the default address: line, city, region, postal code, country, phone
// Phone numbers are from the ranges reserved for fiction where a country has one.
const rows: readonly string[] = [
  'admin@demo.test|Avery Quill',
  'support@demo.test|Sam Ostrander',
  'seller@demo.test|Noor Lindqvist|410 Foundry Row|Portland|OR|97209|US|+1 503 555 0110',
  'seller2@demo.test|June Okafor|88 Orchard Lane|Burlington|VT|05401|US|+1 802 555 0121',
  'seller3@demo.test|Theo Marchetti|1200 Mesa Trail|Boulder|CO|80302|US|+1 303 555 0132',
  'shopper@demo.test|Riley Carter|221 Maple Street|Brooklyn|NY|11201|US|+1 718 555 0143',
  'shopper2@demo.test|Mina Alvarez|54 Sunset Avenue|Los Angeles|CA|90026|US|+1 213 555 0154',
  'shopper3@demo.test|Devon Hughes|900 Lake Shore Road|Chicago|IL|60611|US|+1 312 555 0165',
  'shopper4@demo.test|Lena Vogt|Lindenallee 17|Leipzig|SN|04107|DE|+49 341 5550176',
  'shopper5@demo.test|Oliver Pemberton|12 Rowan Close|Bristol|BRS|BS1 4DJ|GB|+44 117 496 0187',
  'shopper6@demo.test|Grace Liu|77 Pine Crest Drive|Seattle|WA|98101|US|+1 206 555 0198',
  'shopper7@demo.test|Marcus Bell|3105 Peachtree Walk|Atlanta|GA|30303|US|+1 404 555 0109',
  'shopper8@demo.test|Priya Raman|640 Barton Hill|Austin|TX|78701|US|+1 512 555 0111',
  'shopper9@demo.test|Jonah Weiss|18 Harbor View|Boston|MA|02110|US|+1 617 555 0122',
];

const staff: Readonly<Record<string, string>> = { admin: 'super', support: 'support' };

/** Everybody who can log in, in a fixed order. Sellers own the shop that names their e-mail. */
export function demoPeople(sellers: readonly DemoSeller[]): DemoPerson[] {
  return rows.map((row, index) => {
    const [email = '', name = '', ...rest] = row.split('|');
    const chance = prng(`trueshelf-demo:person:${email}`);
    const at_ms = opened_ms + index * 1000;
    const role = staff[email.slice(0, email.indexOf('@'))];
    return {
      userId: idAt('usr', at_ms, chance),
      email,
      password: demoPassword,
      name,
      roles: role === undefined ? [] : [role],
      sellerId: sellers.find((seller) => seller.ownerEmail === email)?.sellerId ?? null,
      address: rest.length === 0 ? null : addressOf(name, rest, idAt('addr', at_ms, chance)),
    };
  });
}

function addressOf(name: string, parts: readonly string[], addressId: string): DemoAddress {
  const [line1 = '', city = '', region = '', postalCode = '', country = '', phone = ''] = parts;
  return { addressId, name, line1, city, region, postalCode, country, phone };
}
