/** States and provinces where an address needs one: post and taxes go by these codes. */

const lists: Readonly<Record<string, string>> = {
  US:
    'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|' +
    'DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|' +
    'IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|' +
    'MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|' +
    'NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|' +
    'NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|' +
    'PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|' +
    'UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming',
  CA:
    'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|' +
    'NT Northwest Territories|NS Nova Scotia|NU Nunavut|ON Ontario|PE Prince Edward Island|' +
    'QC Québec|SK Saskatchewan|YT Yukon',
  AU:
    'ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|' +
    'SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia',
  IN:
    'AN Andaman and Nicobar|AP Andhra Pradesh|AR Arunachal Pradesh|AS Assam|BR Bihar|' +
    'CH Chandigarh|CT Chhattisgarh|DN Dadra, Nagar Haveli, Daman, Diu|DL Delhi|GA Goa|' +
    'GJ Gujarat|HR Haryana|HP Himachal Pradesh|JK Jammu and Kashmir|JH Jharkhand|KA Karnataka|' +
    'KL Kerala|LA Ladakh|LD Lakshadweep|MP Madhya Pradesh|MH Maharashtra|MN Manipur|' +
    'ML Meghalaya|MZ Mizoram|NL Nagaland|OR Odisha|PY Puducherry|PB Punjab|RJ Rajasthan|' +
    'SK Sikkim|TN Tamil Nadu|TG Telangana|TR Tripura|UP Uttar Pradesh|UT Uttarakhand|' +
    'WB West Bengal',
  AE: 'AZ Abu Dhabi|AJ Ajman|DU Dubai|FU Fujairah|RK Ras Al Khaimah|SH Sharjah|UQ Umm Al Quwain',
};

export interface Region {
  code: string;
  name: string;
}

/** The regions to choose from; empty where an address has none, or any text is one. */
export function regionsOf(country: string): readonly Region[] {
  const list = lists[country];
  if (list === undefined) return [];
  return list.split('|').map((entry) => {
    const gap = entry.indexOf(' ');
    return { code: entry.slice(0, gap), name: entry.slice(gap + 1) };
  });
}
