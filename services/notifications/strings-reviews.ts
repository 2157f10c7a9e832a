/** Every sentence of mails about reviews, by language; what the values are says strings.ts. */
import type { ReviewNoticeType } from './model.ts';
import type { NoticeStrings } from './strings.ts';

export interface ReviewStrings {
  /** On the button that leads to the reader's reviews. */
  see: string;
  /** Before what a moderator or a seller wrote. */
  said: string;
  notices: Record<ReviewNoticeType, NoticeStrings>;
}

const english: ReviewStrings = {
  see: 'See your reviews',
  said: 'In their words:',
  notices: {
    'review-published': {
      subject: 'Your review of {product} is online',
      heading: 'Your review is online',
      lead: 'We have looked at your review of {product}. Others can read it now.',
      closing: 'Thank you for helping others to choose.',
    },
    'review-refused': {
      subject: 'Your review of {product} is not shown',
      heading: 'Your review is not shown',
      lead: 'We have looked at your review of {product}, and others do not see it.',
      closing: 'You can change it, for 30 days after you wrote it; then we look at it again.',
    },
    'review-photos-shown': {
      subject: 'Your photos of {product} are online',
      heading: 'Your photos are online',
      lead: 'We have looked at the photos in your review of {product}. Others see them now.',
      closing: 'Thank you for showing how it is.',
    },
    'review-photos-refused': {
      subject: 'Your photos of {product} are not shown',
      heading: 'Your photos are not shown',
      lead: 'What you wrote about {product} stays online, but its photos are not shown.',
      closing: 'You can add others when you change your review.',
    },
    'review-answered': {
      subject: 'The seller replied to your review of {product}',
      heading: 'The seller replied',
      lead: 'The seller of {product} has said something to your review.',
      closing: 'Everybody can read it below your review.',
    },
  },
};

const german: ReviewStrings = {
  see: 'Ihre Bewertungen ansehen',
  said: 'Im Wortlaut:',
  notices: {
    'review-published': {
      subject: 'Ihre Bewertung von {product} ist online',
      heading: 'Ihre Bewertung ist online',
      lead: 'Wir haben Ihre Bewertung von {product} angesehen. Andere können sie jetzt lesen.',
      closing: 'Danke, dass Sie anderen bei der Wahl helfen.',
    },
    'review-refused': {
      subject: 'Ihre Bewertung von {product} wird nicht gezeigt',
      heading: 'Ihre Bewertung wird nicht gezeigt',
      lead: 'Wir haben Ihre Bewertung von {product} angesehen; andere sehen sie nicht.',
      closing: 'Sie können sie 30 Tage lang ändern; dann sehen wir sie noch einmal an.',
    },
    'review-photos-shown': {
      subject: 'Ihre Fotos von {product} sind online',
      heading: 'Ihre Fotos sind online',
      lead: 'Wir haben die Fotos Ihrer Bewertung von {product} angesehen. Andere sehen sie jetzt.',
      closing: 'Danke, dass Sie zeigen, wie es ist.',
    },
    'review-photos-refused': {
      subject: 'Ihre Fotos von {product} werden nicht gezeigt',
      heading: 'Ihre Fotos werden nicht gezeigt',
      lead: 'Was Sie über {product} schrieben, bleibt online, die Fotos werden nicht gezeigt.',
      closing: 'Wenn Sie Ihre Bewertung ändern, können Sie andere hinzufügen.',
    },
    'review-answered': {
      subject: 'Antwort auf Ihre Bewertung von {product}',
      heading: 'Der Verkäufer hat geantwortet',
      lead: 'Wer {product} verkauft, hat etwas zu Ihrer Bewertung gesagt.',
      closing: 'Alle können es unter Ihrer Bewertung lesen.',
    },
  },
};

const spanish: ReviewStrings = {
  see: 'Ver sus reseñas',
  said: 'En sus palabras:',
  notices: {
    'review-published': {
      subject: 'Su reseña de {product} está publicada',
      heading: 'Su reseña está publicada',
      lead: 'Hemos revisado su reseña de {product}. Ya pueden leerla los demás.',
      closing: 'Gracias por ayudar a otros a elegir.',
    },
    'review-refused': {
      subject: 'Su reseña de {product} no se muestra',
      heading: 'Su reseña no se muestra',
      lead: 'Hemos revisado su reseña de {product}, y los demás no la ven.',
      closing: 'Puede cambiarla durante 30 días; entonces la revisaremos de nuevo.',
    },
    'review-photos-shown': {
      subject: 'Sus fotos de {product} están publicadas',
      heading: 'Sus fotos están publicadas',
      lead: 'Hemos revisado las fotos de su reseña de {product}. Ya las ven los demás.',
      closing: 'Gracias por mostrar cómo es.',
    },
    'review-photos-refused': {
      subject: 'Sus fotos de {product} no se muestran',
      heading: 'Sus fotos no se muestran',
      lead: 'Lo que escribió sobre {product} sigue publicado, pero sus fotos no se muestran.',
      closing: 'Puede añadir otras al cambiar su reseña.',
    },
    'review-answered': {
      subject: 'El vendedor respondió a su reseña de {product}',
      heading: 'El vendedor respondió',
      lead: 'Quien vende {product} ha dicho algo sobre su reseña.',
      closing: 'Todos pueden leerlo debajo de su reseña.',
    },
  },
};

const hindi: ReviewStrings = {
  see: 'अपनी समीक्षाएँ देखें',
  said: 'उनके शब्दों में:',
  notices: {
    'review-published': {
      subject: '{product} की आपकी समीक्षा प्रकाशित है',
      heading: 'आपकी समीक्षा प्रकाशित है',
      lead: 'हमने {product} की आपकी समीक्षा देखी। अब दूसरे उसे पढ़ सकते हैं।',
      closing: 'दूसरों को चुनने में मदद करने के लिए धन्यवाद।',
    },
    'review-refused': {
      subject: '{product} की आपकी समीक्षा नहीं दिखाई जाती',
      heading: 'आपकी समीक्षा नहीं दिखाई जाती',
      lead: 'हमने {product} की आपकी समीक्षा देखी, और दूसरे उसे नहीं देखते।',
      closing: 'आप उसे लिखने के 30 दिन बाद तक बदल सकते हैं; तब हम फिर देखेंगे।',
    },
    'review-photos-shown': {
      subject: '{product} की आपकी फ़ोटो प्रकाशित हैं',
      heading: 'आपकी फ़ोटो प्रकाशित हैं',
      lead: 'हमने {product} की आपकी समीक्षा की फ़ोटो देखीं। अब दूसरे उन्हें देखते हैं।',
      closing: 'यह दिखाने के लिए धन्यवाद कि वह कैसा है।',
    },
    'review-photos-refused': {
      subject: '{product} की आपकी फ़ोटो नहीं दिखाई जातीं',
      heading: 'आपकी फ़ोटो नहीं दिखाई जातीं',
      lead: '{product} के बारे में आपने जो लिखा वह बना रहता है, पर फ़ोटो नहीं दिखाई जातीं।',
      closing: 'समीक्षा बदलते समय आप दूसरी जोड़ सकते हैं।',
    },
    'review-answered': {
      subject: 'विक्रेता ने {product} की आपकी समीक्षा का जवाब दिया',
      heading: 'विक्रेता ने जवाब दिया',
      lead: '{product} के विक्रेता ने आपकी समीक्षा पर कुछ कहा है।',
      closing: 'सब लोग उसे आपकी समीक्षा के नीचे पढ़ सकते हैं।',
    },
  },
};

const arabic: ReviewStrings = {
  see: 'انظر مراجعاتك',
  said: 'بكلماتهم:',
  notices: {
    'review-published': {
      subject: 'مراجعتك لـ{product} منشورة',
      heading: 'مراجعتك منشورة',
      lead: 'نظرنا في مراجعتك لـ{product}. يستطيع الآخرون قراءتها الآن.',
      closing: 'شكرًا لمساعدتك غيرك على الاختيار.',
    },
    'review-refused': {
      subject: 'مراجعتك لـ{product} غير معروضة',
      heading: 'مراجعتك غير معروضة',
      lead: 'نظرنا في مراجعتك لـ{product}، ولا يراها الآخرون.',
      closing: 'يمكنك تغييرها خلال 30 يومًا من كتابتها؛ ثم ننظر فيها مرة أخرى.',
    },
    'review-photos-shown': {
      subject: 'صورك لـ{product} منشورة',
      heading: 'صورك منشورة',
      lead: 'نظرنا في صور مراجعتك لـ{product}. يراها الآخرون الآن.',
      closing: 'شكرًا لأنك أظهرت كيف هو.',
    },
    'review-photos-refused': {
      subject: 'صورك لـ{product} غير معروضة',
      heading: 'صورك غير معروضة',
      lead: 'ما كتبته عن {product} يبقى منشورًا، لكن صوره غير معروضة.',
      closing: 'يمكنك إضافة غيرها حين تغيّر مراجعتك.',
    },
    'review-answered': {
      subject: 'ردّ البائع على مراجعتك لـ{product}',
      heading: 'ردّ البائع',
      lead: 'قال بائع {product} شيئًا عن مراجعتك.',
      closing: 'يستطيع الجميع قراءته أسفل مراجعتك.',
    },
  },
};

const byLanguage: Readonly<Record<string, ReviewStrings>> = {
  en: english,
  de: german,
  es: spanish,
  hi: hindi,
  ar: arabic,
};

/** The sentences of a language; English where there are none. */
export function reviewStrings(language: string): ReviewStrings {
  return byLanguage[language] ?? english;
}
