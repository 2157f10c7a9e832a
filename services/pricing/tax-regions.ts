/** Names of states that people write out, by country, with the code that rates go by. */
const names: Readonly<Record<string, string>> = {
  US:
    'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,' +
    'DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,' +
    'IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,' +
    'MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,' +
    'NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,' +
    'NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,' +
    'RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,' +
    'VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming',
  CA:
    'AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,' +
    'NS Nova Scotia,NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,' +
    'QC Quebec,SK Saskatchewan,YT Yukon',
  IN:
    'AN Andaman and Nicobar Islands,AP Andhra Pradesh,AR Arunachal Pradesh,AS Assam,BR Bihar,' +
    'CH Chandigarh,CG Chhattisgarh,DN Dadra and Nagar Haveli and Daman and Diu,DL Delhi,GA Goa,' +
    'GJ Gujarat,HR Haryana,HP Himachal Pradesh,JK Jammu and Kashmir,JH Jharkhand,KA Karnataka,' +
    'KL Kerala,LA Ladakh,LD Lakshadweep,MP Madhya Pradesh,MH Maharashtra,MN Manipur,' +
    'ML Meghalaya,MZ Mizoram,NL Nagaland,OD Odisha,PY Puducherry,PB Punjab,RJ Rajasthan,' +
    'SK Sikkim,TN Tamil Nadu,TS Telangana,TR Tripura,UP Uttar Pradesh,UK Uttarakhand,' +
    'WB West Bengal',
};

const codes = new Map<string, string>();
for (const [country, list] of Object.entries(names)) {
  for (const one of list.split(',')) {
    const gap = one.indexOf(' ');
    codes.set(`${country} ${one.slice(gap + 1).toUpperCase()}`, one.slice(0, gap));
  }
}

/** The code of a state as rates know it; what is no known name stays, in upper case. */
export function stateCode(country: string, state: string | undefined): string {
  const written = (state ?? '').trim().replaceAll(/\s+/g, ' ').toUpperCase();
  return codes.get(`${country} ${written}`) ?? written;
}

/** Indian territories without a legislature of their own take UTGST in place of SGST. */
export const unionTerritories: ReadonlySet<string> = new Set(['AN', 'CH', 'DN', 'LA', 'LD']);
