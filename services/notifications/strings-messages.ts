/** Every sentence of mails about messages; `{about}` is an order's number or a product's name. */
import type { MessageNoticeType } from './model.ts';
import type { NoticeStrings } from './strings.ts';

export interface MessageStrings {
  /** On the button that leads to the conversation. */
  read: string;
  notices: Record<MessageNoticeType, NoticeStrings>;
}

const english: MessageStrings = {
  read: 'Read and answer',
  notices: {
    'message-answered': {
      subject: 'The seller wrote to you about {about}',
      heading: 'A message from the seller',
      lead: 'There is a message for you about {about}.',
      closing: 'Answer in the shop: mails to this address reach nobody.',
    },
    'message-received': {
      subject: 'A buyer wrote about {about}',
      heading: 'A message from a buyer',
      lead: 'There is a message for your shop about {about}.',
      closing: 'Your shop’s page says how fast you answer. Mails to this address reach nobody.',
    },
  },
};

const german: MessageStrings = {
  read: 'Lesen und antworten',
  notices: {
    'message-answered': {
      subject: 'Der Verkäufer hat Ihnen zu {about} geschrieben',
      heading: 'Eine Nachricht vom Verkäufer',
      lead: 'Es gibt eine Nachricht für Sie zu {about}.',
      closing: 'Antworten Sie im Shop: Mails an diese Adresse erreichen niemanden.',
    },
    'message-received': {
      subject: 'Ein Käufer hat zu {about} geschrieben',
      heading: 'Eine Nachricht von einem Käufer',
      lead: 'Es gibt eine Nachricht für Ihren Shop zu {about}.',
      closing: 'Ihre Seite sagt, wie schnell Sie antworten. Mails hierher erreichen niemanden.',
    },
  },
};

const spanish: MessageStrings = {
  read: 'Leer y responder',
  notices: {
    'message-answered': {
      subject: 'El vendedor le escribió sobre {about}',
      heading: 'Un mensaje del vendedor',
      lead: 'Hay un mensaje para usted sobre {about}.',
      closing: 'Responda en la tienda: los correos a esta dirección no llegan a nadie.',
    },
    'message-received': {
      subject: 'Un comprador escribió sobre {about}',
      heading: 'Un mensaje de un comprador',
      lead: 'Hay un mensaje para su tienda sobre {about}.',
      closing: 'Su página dice lo rápido que responde. Los correos aquí no llegan a nadie.',
    },
  },
};

const hindi: MessageStrings = {
  read: 'पढ़ें और जवाब दें',
  notices: {
    'message-answered': {
      subject: 'विक्रेता ने {about} के बारे में लिखा है',
      heading: 'विक्रेता का संदेश',
      lead: '{about} के बारे में आपके लिए एक संदेश है।',
      closing: 'दुकान में जवाब दें: इस पते पर भेजी मेल किसी तक नहीं पहुँचती।',
    },
    'message-received': {
      subject: 'एक खरीदार ने {about} के बारे में लिखा है',
      heading: 'खरीदार का संदेश',
      lead: '{about} के बारे में आपकी दुकान के लिए एक संदेश है।',
      closing: 'आपका पेज बताता है कि आप कितनी जल्दी जवाब देते हैं। यहाँ भेजी मेल नहीं पहुँचती।',
    },
  },
};

const arabic: MessageStrings = {
  read: 'اقرأ وأجب',
  notices: {
    'message-answered': {
      subject: 'كتب لك البائع بشأن {about}',
      heading: 'رسالة من البائع',
      lead: 'توجد رسالة لك بشأن {about}.',
      closing: 'أجب في المتجر: الرسائل إلى هذا العنوان لا تصل إلى أحد.',
    },
    'message-received': {
      subject: 'كتب مشترٍ بشأن {about}',
      heading: 'رسالة من مشترٍ',
      lead: 'توجد رسالة لمتجرك بشأن {about}.',
      closing: 'صفحتك تقول كم تسرع في الجواب. والرسائل إلى هذا العنوان لا تصل إلى أحد.',
    },
  },
};

const byLanguage: Readonly<Record<string, MessageStrings>> = {
  en: english,
  de: german,
  es: spanish,
  hi: hindi,
  ar: arabic,
};

/** The sentences of a language that strings.ts has. */
export const messageStrings = (language: string): MessageStrings => byLanguage[language] ?? english;
