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
  /** Of tickets that change hands: why it came, who offers it, on the button that takes it. */
  whyTicket: string;
  from: string;
  take: string;
  notices: Record<BookingNoticeType, NoticeStrings>;
}

const english: BookingStrings = {
  see: 'See my bookings',
  when: 'It begins on {when}.',
  why: 'You get this because of your booking.',
  whyTicket: 'You get this because of a ticket that is handed from one person to another.',
  from: 'From: {name}',
  take: 'Take the ticket',
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
    'ticket-offered': {
      subject: 'A ticket for {about}',
      heading: 'A ticket is offered to you',
      lead: 'Somebody wants to hand you a ticket for {about}.',
      closing: 'Take it with an account here. If you do not know what this is, do nothing.',
    },
    'ticket-taken': {
      subject: 'Your ticket for {about} was taken',
      heading: 'Your ticket has a new holder',
      lead: 'Your ticket for {about} was taken; your code opens the door no more.',
      closing: 'Should money come back for it, it comes to who paid.',
    },
    'ticket-void': {
      subject: 'Your ticket for {about} is void',
      heading: 'Your ticket is void',
      lead: 'The booking of your ticket for {about} was cancelled; the ticket is void.',
      closing: 'Money goes back to who paid for the booking.',
    },
    'ticket-moved': {
      subject: '{about} has another time',
      heading: 'Another time',
      lead: '{about} has been moved, and the ticket that you were handed is good for the new time.',
      closing: 'If you cannot come, you can hand it on.',
    },
  },
};

const german: BookingStrings = {
  see: 'Meine Buchungen ansehen',
  when: 'Beginn: {when}.',
  why: 'Sie bekommen dies wegen Ihrer Buchung.',
  whyTicket: 'Sie bekommen dies, weil ein Ticket weitergegeben wird.',
  from: 'Von: {name}',
  take: 'Ticket annehmen',
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
    'ticket-offered': {
      subject: 'Ein Ticket für {about}',
      heading: 'Ein Ticket für Sie',
      lead: 'Jemand möchte Ihnen ein Ticket für {about} weitergeben.',
      closing: 'Nehmen Sie es mit einem Konto an. Wissen Sie von nichts, tun Sie einfach nichts.',
    },
    'ticket-taken': {
      subject: 'Ihr Ticket für {about} wurde angenommen',
      heading: 'Ihr Ticket gehört jetzt jemand anderem',
      lead: 'Ihr Ticket für {about} wurde angenommen; Ihr Code dafür gilt nicht mehr.',
      closing: 'Kommt dafür Geld zurück, bekommt es, wer bezahlt hat.',
    },
    'ticket-void': {
      subject: 'Ihr Ticket für {about} gilt nicht mehr',
      heading: 'Ihr Ticket gilt nicht mehr',
      lead: 'Die Buchung Ihres Tickets für {about} wurde storniert; es gilt nicht mehr.',
      closing: 'Geld geht an den zurück, der die Buchung bezahlt hat.',
    },
    'ticket-moved': {
      subject: '{about} hat einen neuen Termin',
      heading: 'Ein neuer Termin',
      lead: '{about} ist verlegt worden, Ihr Ticket gilt für den neuen Termin.',
      closing: 'Können Sie dann nicht? Sie können es weitergeben.',
    },
  },
};

const spanish: BookingStrings = {
  see: 'Ver mis reservas',
  when: 'Empieza: {when}.',
  why: 'Recibe este mensaje por su reserva.',
  whyTicket: 'Recibe este mensaje porque una entrada pasa de una persona a otra.',
  from: 'De: {name}',
  take: 'Aceptar la entrada',
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
    'ticket-offered': {
      subject: 'Una entrada para {about}',
      heading: 'Una entrada para usted',
      lead: 'Alguien quiere pasarle una entrada para {about}.',
      closing: 'Acéptela con una cuenta. Si no sabe de qué se trata, no haga nada.',
    },
    'ticket-taken': {
      subject: 'Su entrada para {about} fue aceptada',
      heading: 'Su entrada es ahora de otra persona',
      lead: 'Su entrada para {about} fue aceptada; su código ya no abre la puerta.',
      closing: 'Si se devuelve dinero por ella, lo recibe quien pagó.',
    },
    'ticket-void': {
      subject: 'Su entrada para {about} ya no vale',
      heading: 'Su entrada ya no vale',
      lead: 'La reserva de su entrada para {about} fue cancelada; la entrada ya no vale.',
      closing: 'El dinero vuelve a quien pagó la reserva.',
    },
    'ticket-moved': {
      subject: '{about} tiene otra fecha',
      heading: 'Otra fecha',
      lead: '{about} ha cambiado de fecha y la entrada que recibió vale para la nueva.',
      closing: 'Si no puede venir, puede pasarla a otra persona.',
    },
  },
};

const hindi: BookingStrings = {
  see: 'मेरी बुकिंग देखें',
  when: 'शुरुआत: {when}।',
  why: 'यह आपको आपकी बुकिंग की वजह से मिला है।',
  whyTicket: 'यह आपको इसलिए मिला है कि एक टिकट किसी और को दिया जा रहा है।',
  from: 'किसकी ओर से: {name}',
  take: 'टिकट लें',
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
    'ticket-offered': {
      subject: '{about} का एक टिकट',
      heading: 'आपके लिए एक टिकट',
      lead: 'कोई आपको {about} का टिकट देना चाहता है।',
      closing: 'इसे खाते से लें। यदि आप नहीं जानते कि यह क्या है, तो कुछ न करें।',
    },
    'ticket-taken': {
      subject: '{about} का आपका टिकट ले लिया गया',
      heading: 'आपका टिकट अब किसी और का है',
      lead: '{about} का जो टिकट आपने दिया था, वह ले लिया गया। उसका आपका कोड अब मान्य नहीं है।',
      closing: 'यदि उसका पैसा लौटता है, तो उसे मिलता है जिसने भुगतान किया।',
    },
    'ticket-void': {
      subject: '{about} का आपका टिकट मान्य नहीं रहा',
      heading: 'आपका टिकट मान्य नहीं रहा',
      lead: '{about} के आपके टिकट की बुकिंग रद्द हो गई; टिकट मान्य नहीं रहा।',
      closing: 'पैसा उसे लौटता है जिसने बुकिंग का भुगतान किया।',
    },
    'ticket-moved': {
      subject: '{about} का समय बदल गया',
      heading: 'नया समय',
      lead: '{about} का समय बदल गया है, आपका टिकट नए समय के लिए मान्य है।',
      closing: 'नहीं आ सकते? आप इसे किसी और को दे सकते हैं।',
    },
  },
};

const arabic: BookingStrings = {
  see: 'عرض حجوزاتي',
  when: 'البداية: {when}.',
  why: 'تصلك هذه الرسالة بسبب حجزك.',
  whyTicket: 'تصلك هذه الرسالة لأن تذكرة تنتقل من شخص إلى آخر.',
  from: 'من: {name}',
  take: 'قبول التذكرة',
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
    'ticket-offered': {
      subject: 'تذكرة إلى {about}',
      heading: 'تذكرة لك',
      lead: 'يريد أحدهم أن يعطيك تذكرة إلى {about}.',
      closing: 'اقبلها بحساب في هذا المتجر. وإن كنت لا تعرف شيئًا عنها فلا حاجة إلى فعل أي شيء.',
    },
    'ticket-taken': {
      subject: 'قُبلت تذكرتك إلى {about}',
      heading: 'تذكرتك صارت لشخص آخر',
      lead: 'قُبلت التذكرة إلى {about} التي عرضتها، ولم يعد رمزها لديك صالحًا.',
      closing: 'إن عاد مال مقابلها فإنه يعود إلى من دفع.',
    },
    'ticket-void': {
      subject: 'تذكرتك إلى {about} لم تعد صالحة',
      heading: 'تذكرتك لم تعد صالحة',
      lead: 'أُلغي الحجز الذي منه تذكرتك إلى {about}، ولم تعد التذكرة صالحة.',
      closing: 'يعود المال إلى من دفع ثمن الحجز.',
    },
    'ticket-moved': {
      subject: 'موعد آخر: {about}',
      heading: 'موعد آخر',
      lead: 'تغيّر موعد {about}، والتذكرة التي أُعطيت لك صالحة للموعد الجديد.',
      closing: 'إن لم تستطع الحضور فيمكنك إعطاؤها لشخص آخر.',
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
