/** Every sentence of mails about bookings; `{about}` is the event's name, `{amount}` money. */
import type { BookingNoticeType } from './model.ts';
import type { NoticeStrings } from './strings.ts';

export interface BookingStrings {
  /** On the button that leads to the tickets. */
  see: string;
  /** When it begins: `{when}` in its own zone. */
  when: string;
  /** Why it came, at the foot. */
  why: string;
  notices: Record<BookingNoticeType, NoticeStrings>;
}

const english: BookingStrings = {
  see: 'See my bookings',
  when: 'It begins on {when}.',
  why: 'You get this because of your booking.',
  notices: {
    'booking-confirmed': {
      subject: 'Your tickets for {about}',
      heading: 'You are booked',
      lead: 'Your tickets for {about} are ready.',
      closing: 'Show their codes at the door, on paper or on your phone.',
    },
    'booking-cancelled': {
      subject: 'Your booking for {about} is cancelled',
      heading: 'Your booking is cancelled',
      lead: 'Your booking for {about} is cancelled, and its tickets are void.',
      closing: 'What you have paid and get back is on its way to where it came from.',
    },
    'booking-offered': {
      subject: 'Tickets for {about} came back',
      heading: 'It is your turn',
      lead: 'You wait for tickets for {about}: they are held for you for half an hour.',
      closing: 'Pay in that time; after it they go to the next on the list.',
    },
    'booking-refunded': {
      subject: 'Your money for {about} is back',
      heading: 'Your money is back',
      lead: '{amount} for {about} went back the way it came.',
      closing: 'Banks usually need some days to show it.',
    },
    'booking-moved': {
      subject: '{about} has another time',
      heading: 'Another time',
      lead: '{about} has been moved, and your tickets are good for the new time.',
      closing: 'If you cannot come, cancel before it begins: you get everything back.',
    },
  },
};

const german: BookingStrings = {
  see: 'Meine Buchungen ansehen',
  when: 'Beginn: {when}.',
  why: 'Sie bekommen dies wegen Ihrer Buchung.',
  notices: {
    'booking-confirmed': {
      subject: 'Ihre Tickets für {about}',
      heading: 'Sie sind dabei',
      lead: 'Ihre Tickets für {about} sind da.',
      closing: 'Zeigen Sie die Codes am Einlass, auf Papier oder auf dem Telefon.',
    },
    'booking-cancelled': {
      subject: 'Ihre Buchung für {about} ist storniert',
      heading: 'Ihre Buchung ist storniert',
      lead: 'Ihre Buchung für {about} ist storniert, die Tickets gelten nicht mehr.',
      closing: 'Was Sie bezahlt haben und zurückbekommen, ist auf dem Weg dorthin zurück.',
    },
    'booking-offered': {
      subject: 'Tickets für {about} sind wieder da',
      heading: 'Sie sind an der Reihe',
      lead: 'Sie warten auf Tickets für {about}: sie sind eine halbe Stunde für Sie reserviert.',
      closing: 'Bezahlen Sie in dieser Zeit; danach bekommt sie, wer als Nächstes wartet.',
    },
    'booking-refunded': {
      subject: 'Ihr Geld für {about} ist zurück',
      heading: 'Ihr Geld ist zurück',
      lead: '{amount} für {about} sind auf demselben Weg zurückgegangen.',
      closing: 'Banken brauchen meist einige Tage, bis sie es zeigen.',
    },
    'booking-moved': {
      subject: '{about} hat einen neuen Termin',
      heading: 'Ein neuer Termin',
      lead: '{about} ist verlegt worden, Ihre Tickets gelten für den neuen Termin.',
      closing: 'Können Sie dann nicht? Stornieren Sie vor Beginn, Sie bekommen alles zurück.',
    },
  },
};

const spanish: BookingStrings = {
  see: 'Ver mis reservas',
  when: 'Empieza: {when}.',
  why: 'Recibe este mensaje por su reserva.',
  notices: {
    'booking-confirmed': {
      subject: 'Sus entradas para {about}',
      heading: 'Su reserva está hecha',
      lead: 'Sus entradas para {about} están listas.',
      closing: 'Muestre los códigos en la puerta, en papel o en el teléfono.',
    },
    'booking-cancelled': {
      subject: 'Su reserva para {about} está cancelada',
      heading: 'Su reserva está cancelada',
      lead: 'Su reserva para {about} está cancelada y sus entradas ya no valen.',
      closing: 'Lo que pagó y se le devuelve está en camino al mismo medio de pago.',
    },
    'booking-offered': {
      subject: 'Hay entradas otra vez para {about}',
      heading: 'Es su turno',
      lead: 'Espera entradas para {about}: están guardadas para usted media hora.',
      closing: 'Pague en ese tiempo; después pasan a quien sigue en la lista.',
    },
    'booking-refunded': {
      subject: 'Su dinero de {about} ha vuelto',
      heading: 'Su dinero ha vuelto',
      lead: '{amount} de {about} han vuelto por donde vinieron.',
      closing: 'Los bancos suelen tardar unos días en mostrarlo.',
    },
    'booking-moved': {
      subject: '{about} tiene otra fecha',
      heading: 'Otra fecha',
      lead: '{about} ha cambiado de fecha y sus entradas valen para la nueva.',
      closing: 'Si no puede venir, cancele antes de que empiece: se le devuelve todo.',
    },
  },
};

const hindi: BookingStrings = {
  see: 'मेरी बुकिंग देखें',
  when: 'शुरुआत: {when}।',
  why: 'यह आपको आपकी बुकिंग की वजह से मिला है।',
  notices: {
    'booking-confirmed': {
      subject: '{about} के आपके टिकट',
      heading: 'आपकी बुकिंग हो गई',
      lead: '{about} के आपके टिकट तैयार हैं।',
      closing: 'दरवाज़े पर उनके कोड दिखाएँ, काग़ज़ पर या फ़ोन पर।',
    },
    'booking-cancelled': {
      subject: '{about} की आपकी बुकिंग रद्द है',
      heading: 'आपकी बुकिंग रद्द है',
      lead: '{about} की आपकी बुकिंग रद्द है और टिकट अब मान्य नहीं हैं।',
      closing: 'जो पैसा वापस मिलना है, वह उसी तरीके से लौट रहा है जिससे आया था।',
    },
    'booking-offered': {
      subject: '{about} के टिकट वापस आए हैं',
      heading: 'आपकी बारी है',
      lead: 'आप {about} के टिकट की प्रतीक्षा में हैं: वे आधे घंटे तक आपके लिए रखे हैं।',
      closing: 'इस समय में भुगतान करें; उसके बाद वे सूची में अगले व्यक्ति को जाएँगे।',
    },
    'booking-refunded': {
      subject: '{about} का आपका पैसा वापस आ गया',
      heading: 'आपका पैसा वापस आ गया',
      lead: '{about} के {amount} उसी रास्ते लौट गए जिससे आए थे।',
      closing: 'बैंक को यह दिखाने में अक्सर कुछ दिन लगते हैं।',
    },
    'booking-moved': {
      subject: '{about} का समय बदल गया',
      heading: 'नया समय',
      lead: '{about} का समय बदल गया है, आपके टिकट नए समय के लिए मान्य हैं।',
      closing: 'नहीं आ सकते? शुरू होने से पहले रद्द करें: पूरा पैसा लौटेगा।',
    },
  },
};

const arabic: BookingStrings = {
  see: 'عرض حجوزاتي',
  when: 'البداية: {when}.',
  why: 'تصلك هذه الرسالة بسبب حجزك.',
  notices: {
    'booking-confirmed': {
      subject: 'تذاكرك إلى {about}',
      heading: 'تم حجزك',
      lead: 'تذاكرك إلى {about} جاهزة.',
      closing: 'أظهر رموزها عند الباب، على الورق أو على هاتفك.',
    },
    'booking-cancelled': {
      subject: 'أُلغي حجزك إلى {about}',
      heading: 'أُلغي حجزك',
      lead: 'أُلغي حجزك إلى {about} ولم تعد تذاكره صالحة.',
      closing: 'ما دفعته ويعود إليك في طريقه إلى حيث جاء منه.',
    },
    'booking-offered': {
      subject: 'عادت تذاكر إلى {about}',
      heading: 'حان دورك',
      lead: 'تنتظر تذاكر إلى {about}: هي محجوزة لك نصف ساعة.',
      closing: 'ادفع في هذا الوقت؛ بعده تذهب إلى من يليك في القائمة.',
    },
    'booking-refunded': {
      subject: 'عاد مالك من {about}',
      heading: 'عاد مالك',
      lead: 'عاد {amount} من {about} من حيث جاء.',
      closing: 'تحتاج البنوك عادة إلى بضعة أيام لإظهاره.',
    },
    'booking-moved': {
      subject: 'موعد آخر: {about}',
      heading: 'موعد آخر',
      lead: 'تغيّر موعد {about}، وتذاكرك صالحة للموعد الجديد.',
      closing: 'إن لم تستطع الحضور فألغِ قبل البداية من صفحة تذاكرك: يعود إليك كل ما دفعته.',
    },
  },
};

const byLanguage: Readonly<Record<string, BookingStrings>> = {
  en: english,
  de: german,
  es: spanish,
  hi: hindi,
  ar: arabic,
};

/** The sentences of a language that strings.ts has. */
export const bookingStrings = (language: string): BookingStrings => byLanguage[language] ?? english;
