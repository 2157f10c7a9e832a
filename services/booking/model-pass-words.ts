/** What stands beside the values on a pass, in the languages of the shop. */
const keys = [
  'event',
  'starts',
  'doors',
  'ends',
  'place',
  'address',
  'kind',
  'section',
  'row',
  'seat',
  'holder',
  'organiser',
  'ticket',
] as const;

export type PassWord = (typeof keys)[number];

/** In the order of the keys. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'Event|Starts|Doors|Ends|Place|Address|Ticket|Section|Row|Seat|Name|Organiser|Number',
  de:
    'Veranstaltung|Beginn|Einlass|Ende|Ort|Adresse|' +
    'Ticket|Block|Reihe|Platz|Name|Veranstalter|Nummer',
  es:
    'Evento|Empieza|Puertas|Termina|Lugar|Dirección|' +
    'Entrada|Sector|Fila|Asiento|Nombre|Organizador|Número',
  hi: 'कार्यक्रम|शुरुआत|प्रवेश|समाप्ति|स्थान|पता|' + 'टिकट|खंड|पंक्ति|सीट|नाम|आयोजक|संख्या',
  ar:
    'الفعالية|البداية|فتح الأبواب|النهاية|المكان|العنوان|' +
    'التذكرة|القسم|الصف|المقعد|الاسم|المنظم|الرقم',
};

/** The names of fields are the keys of these files, which Wallet reads in its owner's language. */
export function passStrings(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [language, line] of Object.entries(WORDS)) {
    const words = line.split('|');
    const said = keys.map((key, at) => `"${key}" = "${words[at] ?? key}";\n`);
    files[`${language}.lproj/pass.strings`] = said.join('');
  }
  return files;
}
