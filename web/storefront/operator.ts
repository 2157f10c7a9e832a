/**
 * Who runs this shop. Replace it with your own before you open one; the wording of the pages that
 * use it is in `i18n/locales/<language>/{about,help,policies}.json`.
 */
export const operator = {
  name: 'Trueshelf Demo Ltd',
  mail: 'help@trueshelf.example',
  phone: '+1 555 010 0199',
  address: ['Trueshelf Demo Ltd', '1 Example Street', 'New York, NY 10001', 'USA'],
} as const;
