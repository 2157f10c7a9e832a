/** Every sentence of mails in German; what the values in braces are says strings.ts. */
import type { Strings } from './strings.ts';

export const german: Strings = {
  language: 'de',
  greeting: 'Guten Tag, {name},',
  greetingWithoutName: 'Guten Tag,',
  order: 'Bestellung',
  cancelled: 'Storniert',
  quantity: 'Menge',
  subtotal: 'Zwischensumme',
  discount: 'Rabatt',
  shipping: 'Versand',
  tax: 'Steuern',
  total: 'Summe',
  shipTo: 'Lieferung an',
  parcels: 'Pakete',
  paymentCash: 'Sie bezahlen bei der Lieferung.',
  viewOrder: 'Bestellung ansehen',
  viewReturn: 'Rücksendung ansehen',
  why: {
    messages: 'Sie bekommen dies wegen eines Gesprächs im Shop.',
    orders: 'Sie bekommen dies wegen Ihrer Bestellung {number}.',
    account: 'Sie bekommen dies, damit Ihr Konto sicher bleibt.',
    'price-drops': 'Sie bekommen dies, weil Sie von fallenden Preisen hören ' + 'wollten.',
    stock: 'Sie bekommen dies, weil Sie hören wollten, wenn etwas wieder ' + 'da ist.',
    sales: 'Sie bekommen dies, weil Sie von Angeboten hören wollten.',
  },
  act: { 'password-reset': 'Neues Passwort setzen' },
  account: 'Zu Ihrem Konto',
  notices: {
    'order-confirmed': {
      subject: 'Ihre Bestellung {number} ist bestätigt',
      heading: 'Danke für Ihre Bestellung',
      lead: 'Wir haben Ihre Bestellung {number} und machen sie bereit.',
      closing:
        'Wir schreiben wieder, wenn sie unterwegs ist. Bis dahin ' + 'können Sie sie stornieren.',
    },
    'order-shipped': {
      subject: 'Ihre Bestellung {number} ist unterwegs',
      heading: 'Unterwegs',
      lead: 'Alles aus Ihrer Bestellung {number} ist dem Paketdienst ' + 'übergeben.',
      closing: 'Der Paketdienst zeigt, wo Ihre Pakete sind.',
    },
    'order-delivered': {
      subject: 'Ihre Bestellung {number} ist angekommen',
      heading: 'Zugestellt',
      lead: 'Ihre Bestellung {number} wurde zugestellt.',
      closing:
        'Fehlt etwas oder stimmt etwas nicht, sagen Sie es uns auf ' +
        'der Seite Ihrer Bestellung.',
    },
    'order-cancelled': {
      subject: 'Ihre Bestellung {number} ist storniert',
      heading: 'Bestellung storniert',
      lead: 'Ihre Bestellung {number} wurde storniert und wird nicht ' + 'verschickt.',
      closing: 'Haben Sie schon bezahlt, geht das Geld den Weg zurück, auf ' + 'dem es kam.',
    },
    'order-items-cancelled': {
      subject: 'Ein Teil Ihrer Bestellung {number} ist storniert',
      heading: 'Ein Teil ist storniert',
      lead: 'Was Sie storniert haben, ist nicht mehr Teil von {number}. Der Rest geht weiter.',
      closing: 'Was Sie dafür bezahlt haben, geht den Weg zurück, auf dem es kam.',
    },
    'order-address-changed': {
      subject: 'Ihre Bestellung {number} geht an eine andere Adresse',
      heading: 'Andere Adresse',
      lead: 'Ihre Bestellung {number} geht jetzt an die Adresse unten. Der Betrag bleibt.',
      closing: 'Waren Sie das nicht, ändern Sie sie zurück und dann Ihr Passwort.',
    },
    'return-requested': {
      subject: 'Ihre Rücksendung {return} zu Bestellung {number}',
      heading: 'Ihre Rücksendung ist angemeldet',
      lead:
        'Was Sie aus Bestellung {number} zurückschicken, erwarten wir ' +
        'unter der Nummer {return}.',
      closing:
        'Drucken Sie das Etikett auf der Seite Ihrer Rücksendung und ' +
        'geben Sie das Paket innerhalb von 14 Tagen ab.',
    },
    'return-received': {
      subject: 'Ihre Rücksendung {return} ist angekommen',
      heading: 'Ihr Paket ist da',
      lead:
        'Was Sie aus Bestellung {number} zurückgeschickt haben, ist ' +
        'angekommen und wird geprüft.',
      closing: 'Wir schreiben wieder, sobald es entschieden ist.',
    },
    'return-expired': {
      subject: 'Ihre Rücksendung {return} ist abgelaufen',
      heading: 'Nichts ist angekommen',
      lead: 'Das Paket der Rücksendung {return} zu Bestellung {number} ' + 'kam nicht rechtzeitig.',
      closing: 'Ist es unterwegs, ist nichts verloren: Es zählt, wenn es ' + 'ankommt.',
    },
    'return-approved': {
      subject: 'Ihre Rücksendung {return} ist anerkannt',
      heading: 'Ihre Rücksendung ist anerkannt',
      lead: 'Was Sie aus Bestellung {number} zurückgeschickt haben, ' + 'nehmen wir zurück.',
      closing:
        'Geld oder Ersatz folgen von selbst; auf der Seite Ihrer ' + 'Rücksendung steht, wie viel.',
    },
    'return-rejected': {
      subject: 'Ihre Rücksendung {return} wurde nicht angenommen',
      heading: 'Ihre Rücksendung wurde nicht angenommen',
      lead: 'Was Sie aus Bestellung {number} zurückgeschickt haben, wurde ' + 'nicht angenommen.',
      closing:
        'Auf der Seite Ihrer Rücksendung steht, warum. Ist das ' +
        'falsch, können Sie dort Einspruch erheben.',
    },
    'return-refunded': {
      subject: '{amount} für Ihre Rücksendung {return}',
      heading: 'Ihr Geld ist unterwegs',
      lead:
        '{amount} für Rücksendung {return} zu Bestellung {number} ' +
        'gehen den Weg zurück, auf dem Sie bezahlt haben.',
      closing: 'Banken brauchen meist bis zu zehn Tage, um es zu buchen.',
    },
    'return-exchanged': {
      subject: 'Ihr Umtausch {return} ist unterwegs',
      heading: 'Was stattdessen kommt, ist reserviert',
      lead:
        'Was Sie für Rücksendung {return} zu Bestellung {number} ' +
        'stattdessen bekommen, liegt für Sie bereit.',
      closing: 'Die Seite Ihrer Rücksendung zeigt das Paket, sobald es ' + 'unterwegs ist.',
    },
    'password-reset': {
      subject: 'Neues Passwort setzen',
      heading: 'Neues Passwort setzen',
      lead: 'Jemand, hoffentlich Sie, hat für diese Adresse ein neues ' + 'Passwort verlangt.',
      closing:
        'Der Link gilt einmal und {minutes} Minuten lang. Waren Sie ' +
        'das nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    },
    'sign-in-code': {
      subject: 'Ihr Code zum Anmelden',
      heading: 'Ihr Code zum Anmelden',
      lead: 'Geben Sie diesen Code auf der Seite ein, auf der Sie ihn ' + 'verlangt haben:',
      closing:
        'Er gilt einmal und {minutes} Minuten lang. Niemand vom Shop ' +
        'wird Sie je danach fragen. Waren Sie das nicht, tun Sie ' +
        'nichts.',
    },
    'verify-email': {
      subject: 'Ihr Code zum Bestätigen dieser Adresse',
      heading: 'Bestätigen Sie Ihre E-Mail',
      lead: 'Geben Sie diesen Code auf der Seite ein, auf der Sie ihn ' + 'verlangt haben:',
      closing: 'Er gilt einmal und {minutes} Minuten lang.',
    },
    'password-changed': {
      subject: 'Ihr Passwort wurde geändert',
      heading: 'Ihr Passwort wurde geändert',
      lead: 'Das Passwort Ihres Kontos wurde geändert, und andere Geräte ' + 'wurden abgemeldet.',
      closing:
        'Waren Sie das nicht, setzen Sie sofort ein neues: Verlangen ' +
        'Sie bei der Anmeldung einen Link.',
    },
    'registration-repeated': {
      subject: 'Jemand wollte sich mit Ihrer Adresse registrieren',
      heading: 'Sie haben schon ein Konto',
      lead: 'Jemand, vielleicht Sie, wollte mit dieser Adresse ein Konto ' + 'anlegen.',
      closing:
        'Nichts hat sich geändert. Haben Sie Ihr Passwort vergessen, ' +
        'verlangen Sie bei der Anmeldung einen Link.',
    },
    'passkey-added': {
      subject: 'Ihrem Konto wurde ein Passkey hinzugefügt',
      heading: 'Ein Passkey wurde hinzugefügt',
      lead: 'Von jetzt an öffnet dieser Passkey Ihr Konto ohne Passwort.',
      closing:
        'Waren Sie das nicht, entfernen Sie ihn sofort auf der Seite ' +
        'Ihres Kontos und setzen Sie ein neues Passwort.',
    },
    'passkey-removed': {
      subject: 'Aus Ihrem Konto wurde ein Passkey entfernt',
      heading: 'Ein Passkey wurde entfernt',
      lead: 'Dieser Passkey öffnet Ihr Konto nicht mehr. Ihr Passwort tut ' + 'es weiterhin.',
      closing:
        'Waren Sie das nicht, setzen Sie ein neues Passwort: ' +
        'Verlangen Sie bei der Anmeldung einen Link.',
    },
  },
};
