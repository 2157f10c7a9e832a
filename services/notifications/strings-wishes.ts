/** Every sentence of mails about alerts, by language; what the values are says strings.ts. */
import type { WishNoticeType } from './model.ts';
import type { NoticeStrings } from './strings.ts';

export interface WishStrings {
  /** On the button that leads to what was waited for. */
  see: string;
  /** On the button that proves an address. */
  confirm: string;
  /** On the link that ends an alert. */
  stop: string;
  notices: Record<WishNoticeType, NoticeStrings>;
}

const english: WishStrings = {
  see: 'See it in the shop',
  confirm: 'Yes, tell me',
  stop: 'Do not tell me of this any more',
  notices: {
    'confirm-alert': {
      subject: 'Shall we tell you when {product} is there?',
      heading: 'One press and we will tell you',
      lead: 'Somebody, we hope you, wants to hear at this address when {product} is there.',
      closing: 'The link is good for two days. If it was not you, do nothing: nobody will write.',
    },
    'back-in-stock': {
      subject: 'Back: {product}',
      heading: 'It is back',
      lead: '{product} can be bought again.',
      closing: 'It is not set aside for you, and others were told too.',
    },
    'price-drop': {
      subject: 'Now {price}: {product}',
      heading: 'It costs less now',
      lead: '{product} costs {price}. When you put it on your list it was {was}.',
      closing: 'How long the price holds, its seller decides.',
    },
    'now-available': {
      subject: 'There is something for “{query}”',
      heading: 'What you searched for is there',
      lead: 'You looked for “{query}” and found nothing. Now there is {product}.',
      closing: 'You were told once; search again if it is not what you meant.',
    },
  },
};

const german: WishStrings = {
  see: 'Im Shop ansehen',
  confirm: 'Ja, sagt mir Bescheid',
  stop: 'Hiervon nichts mehr hören',
  notices: {
    'confirm-alert': {
      subject: 'Sollen wir Bescheid sagen, wenn {product} da ist?',
      heading: 'Ein Klick, und wir sagen Bescheid',
      lead: 'Jemand, hoffentlich Sie, möchte an dieser Adresse hören, wenn {product} da ist.',
      closing: 'Der Link gilt zwei Tage. Waren Sie das nicht, tun Sie nichts: Niemand schreibt.',
    },
    'back-in-stock': {
      subject: 'Wieder da: {product}',
      heading: 'Es ist wieder da',
      lead: '{product} kann wieder gekauft werden.',
      closing: 'Es ist nicht für Sie zurückgelegt, und andere wissen es auch.',
    },
    'price-drop': {
      subject: 'Jetzt {price}: {product}',
      heading: 'Es kostet jetzt weniger',
      lead: '{product} kostet {price}. Als es auf Ihre Liste kam, waren es {was}.',
      closing: 'Wie lange der Preis gilt, entscheidet der Verkäufer.',
    },
    'now-available': {
      subject: 'Es gibt etwas zu „{query}“',
      heading: 'Was Sie suchten, ist da',
      lead: 'Sie haben „{query}“ gesucht und nichts gefunden. Jetzt gibt es {product}.',
      closing: 'Das sagen wir einmal; ist es nicht das Richtige, suchen Sie noch einmal.',
    },
  },
};

const spanish: WishStrings = {
  see: 'Verlo en la tienda',
  confirm: 'Sí, avísenme',
  stop: 'No avisarme más de esto',
  notices: {
    'confirm-alert': {
      subject: '¿Le avisamos cuando haya {product}?',
      heading: 'Un clic y le avisamos',
      lead: 'Alguien, esperamos que usted, quiere saber en esta dirección cuándo hay {product}.',
      closing: 'El enlace vale dos días. Si no fue usted, no haga nada: nadie le escribirá.',
    },
    'back-in-stock': {
      subject: 'Ha vuelto: {product}',
      heading: 'Vuelve a estar disponible',
      lead: 'Ya se puede comprar de nuevo {product}.',
      closing: 'No está reservado para usted y hemos avisado también a otras personas.',
    },
    'price-drop': {
      subject: 'Ahora {price}: {product}',
      heading: 'Ahora cuesta menos',
      lead: '{product} cuesta {price}. Cuando lo puso en su lista costaba {was}.',
      closing: 'El vendedor decide cuánto dura el precio.',
    },
    'now-available': {
      subject: 'Hay algo para «{query}»',
      heading: 'Ya hay lo que buscaba',
      lead: 'Buscó «{query}» y no encontró nada. Ahora hay {product}.',
      closing: 'Avisamos una vez; si no es lo que quería, busque de nuevo.',
    },
  },
};

const hindi: WishStrings = {
  see: 'दुकान में देखें',
  confirm: 'हाँ, मुझे बताएँ',
  stop: 'इसके बारे में अब न बताएँ',
  notices: {
    'confirm-alert': {
      subject: '{product} आने पर क्या हम आपको बताएँ?',
      heading: 'एक बार दबाएँ और हम बताएँगे',
      lead: 'किसी ने, शायद आपने, चाहा है कि {product} आने पर इस पते पर बताया जाए।',
      closing: 'लिंक दो दिन तक चलेगा। आपने नहीं चाहा तो कुछ न करें: कोई नहीं लिखेगा।',
    },
    'back-in-stock': {
      subject: 'फिर उपलब्ध: {product}',
      heading: 'यह लौट आया है',
      lead: '{product} फिर से खरीदा जा सकता है।',
      closing: 'यह आपके लिए अलग नहीं रखा गया है, औरों को भी बताया गया है।',
    },
    'price-drop': {
      subject: 'अब {price}: {product}',
      heading: 'अब दाम कम है',
      lead: '{product} का दाम {price} है। सूची में जोड़ते समय {was} था।',
      closing: 'दाम कब तक रहेगा, यह विक्रेता तय करता है।',
    },
    'now-available': {
      subject: '“{query}” के लिए कुछ आया है',
      heading: 'आपने जो खोजा था वह आ गया',
      lead: 'आपने “{query}” खोजा था और कुछ नहीं मिला था। अब {product} है।',
      closing: 'यह एक बार बताया जाता है; वह न हो जो चाहिए था तो फिर खोजें।',
    },
  },
};

const arabic: WishStrings = {
  see: 'شاهده في المتجر',
  confirm: 'نعم، أخبروني',
  stop: 'لا تخبروني بهذا بعد الآن',
  notices: {
    'confirm-alert': {
      subject: 'هل نخبرك حين يتوفر {product}؟',
      heading: 'ضغطة واحدة ونخبرك',
      lead: 'طلب أحدهم، ونرجو أنه أنت، أن نخبره على هذا العنوان حين يتوفر {product}.',
      closing: 'الرابط صالح يومين. إن لم تكن أنت فلا تفعل شيئًا: لن يكتب لك أحد.',
    },
    'back-in-stock': {
      subject: 'عاد: {product}',
      heading: 'عاد إلى المتجر',
      lead: 'يمكن شراء {product} من جديد.',
      closing: 'ليس محجوزًا لك، وقد أخبرنا آخرين أيضًا.',
    },
    'price-drop': {
      subject: 'الآن {price}: {product}',
      heading: 'صار أرخص',
      lead: 'سعر {product} الآن {price}. كان {was} حين أضفته إلى قائمتك.',
      closing: 'البائع هو من يقرر كم يدوم السعر.',
    },
    'now-available': {
      subject: 'يوجد شيء لبحثك «{query}»',
      heading: 'ما بحثت عنه موجود الآن',
      lead: 'بحثت عن «{query}» ولم تجد شيئًا. الآن يوجد {product}.',
      closing: 'نخبرك مرة واحدة؛ إن لم يكن ما أردت فابحث من جديد.',
    },
  },
};

const byLanguage: Readonly<Record<string, WishStrings>> = {
  en: english,
  de: german,
  es: spanish,
  hi: hindi,
  ar: arabic,
};

/** The sentences of a language; English where there are none. */
export function wishStrings(language: string): WishStrings {
  return byLanguage[language] ?? english;
}
