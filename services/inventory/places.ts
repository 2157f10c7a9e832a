// Middle points of countries and US states, in degrees, rounded. Good enough to tell which
// warehouse is nearest; a shipping label needs more than this.
import type { Place } from './contract.ts';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

type Pair = readonly [latitude: number, longitude: number];

const countries: Readonly<Record<string, Pair>> = {
  US: [39.8, -98.6], CA: [56.1, -106.3], MX: [23.6, -102.6], BR: [-14.2, -51.9],
  AR: [-38.4, -63.6], CL: [-35.7, -71.5], CO: [4.6, -74.3], PE: [-9.2, -75], GB: [54, -2],
  IE: [53.4, -8.2], FR: [46.6, 2.2], DE: [51.2, 10.4], AT: [47.5, 14.6], CH: [46.8, 8.2],
  NL: [52.1, 5.3], BE: [50.5, 4.5], LU: [49.8, 6.1], ES: [40.5, -3.7], PT: [39.4, -8.2],
  IT: [41.9, 12.6], DK: [56.3, 9.5], SE: [60.1, 18.6], NO: [60.5, 8.5], FI: [61.9, 25.7],
  IS: [65, -19], PL: [51.9, 19.1], CZ: [49.8, 15.5], SK: [48.7, 19.7], HU: [47.2, 19.5],
  RO: [45.9, 25], BG: [42.7, 25.5], GR: [39.1, 21.8], HR: [45.1, 15.2], SI: [46.2, 15],
  EE: [58.6, 25], LV: [56.9, 24.6], LT: [55.2, 23.9], UA: [48.4, 31.2], TR: [39, 35.2],
  IL: [31, 34.9], AE: [23.4, 53.8], SA: [23.9, 45.1], KW: [29.3, 47.5], QA: [25.4, 51.2],
  EG: [26.8, 30.8], ZA: [-30.6, 22.9], NG: [9.1, 8.7], KE: [0, 37.9], MA: [31.8, -7.1],
  IN: [20.6, 79], PK: [30.4, 69.3], BD: [23.7, 90.4], LK: [7.9, 80.8], CN: [35.9, 104.2],
  HK: [22.3, 114.2], TW: [23.7, 121], JP: [36.2, 138.3], KR: [35.9, 127.8], SG: [1.35, 103.8],
  MY: [4.2, 102], TH: [15.9, 101], VN: [14.1, 108.3], PH: [12.9, 121.8], ID: [-0.8, 113.9],
  AU: [-25.3, 133.8], NZ: [-40.9, 174.9],
};

const states: Readonly<Record<string, Pair>> = {
  AL: [32.8, -86.8], AK: [64, -152], AZ: [34.3, -111.7], AR: [34.8, -92.4], CA: [37.2, -119.5],
  CO: [39, -105.5], CT: [41.6, -72.7], DE: [39, -75.5], DC: [38.9, -77], FL: [28.6, -82.4],
  GA: [32.6, -83.4], HI: [20.3, -156.4], ID: [44.4, -114.6], IL: [40, -89.2], IN: [39.9, -86.3],
  IA: [42, -93.5], KS: [38.5, -98.4], KY: [37.5, -85.3], LA: [31.1, -92], ME: [45.4, -69.2],
  MD: [39, -76.8], MA: [42.3, -71.8], MI: [44.3, -85.4], MN: [46.3, -94.3], MS: [32.7, -89.7],
  MO: [38.4, -92.5], MT: [47, -109.6], NE: [41.5, -99.8], NV: [39.3, -116.6], NH: [43.7, -71.6],
  NJ: [40.2, -74.7], NM: [34.4, -106.1], NY: [42.9, -75.6], NC: [35.6, -79.4],
  ND: [47.5, -100.5], OH: [40.3, -82.8], OK: [35.6, -97.5], OR: [43.9, -120.6],
  PA: [40.9, -77.8], RI: [41.7, -71.6], SC: [33.9, -80.9], SD: [44.4, -100.2], TN: [35.9, -86.4],
  TX: [31.5, -99.3], UT: [39.3, -111.7], VT: [44.1, -72.7], VA: [37.5, -78.8],
  WA: [47.4, -120.5], WV: [38.6, -80.6], WI: [44.6, -89.7], WY: [43, -107.6],
};

/** The middle of the US state or the country; undefined for one that is not listed. */
export function placeOf(place: Place): Point | undefined {
  const state = place.country === 'US' ? states[(place.state ?? '').toUpperCase()] : undefined;
  const pair = state ?? countries[place.country];
  return pair && { latitude: pair[0], longitude: pair[1] };
}
