/**
 * Words that make a text wait for a person. Lower case, whole words; a list of its own for each
 * language, and all of them apply to every text. They hold nothing back for good: a moderator
 * decides, so the list may be short and blunt.
 */
export const watchedWords: Readonly<Record<string, readonly string[]>> = {
  en: [
    'asshole',
    'bastard',
    'bitch',
    'bullshit',
    'casino',
    'crap',
    'cunt',
    'damn',
    'dick',
    'fraud',
    'fraudster',
    'fuck',
    'fucking',
    'idiot',
    'lawsuit',
    'moron',
    'nazi',
    'porn',
    'scam',
    'scammer',
    'shit',
    'slut',
    'telegram',
    'viagra',
    'whatsapp',
    'whore',
  ],
  de: [
    'arschloch',
    'betrug',
    'betrüger',
    'fotze',
    'hure',
    'idiot',
    'scheisse',
    'scheiße',
    'wichser',
  ],
  es: ['cabrón', 'estafa', 'estafador', 'idiota', 'joder', 'mierda', 'puta', 'puto'],
  hi: ['चूतिया', 'धोखेबाज', 'हरामी', 'कमीना', 'ठगी'],
  ar: ['احتيال', 'نصاب', 'كلب', 'شرموطة', 'خرا'],
};
