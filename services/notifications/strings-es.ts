/** Every sentence of mails in Spanish; what the values in braces are says strings.ts. */
import type { Strings } from './strings.ts';

export const spanish: Strings = {
  language: 'es',
  greeting: 'Hola, {name}:',
  greetingWithoutName: 'Hola:',
  order: 'Pedido',
  cancelled: 'Cancelado',
  quantity: 'Cantidad',
  subtotal: 'Subtotal',
  discount: 'Descuento',
  shipping: 'Envío',
  tax: 'Impuestos',
  total: 'Total',
  shipTo: 'Se envía a',
  parcels: 'Paquetes',
  paymentCash: 'Paga cuando llegue.',
  viewOrder: 'Ver su pedido',
  viewReturn: 'Ver su devolución',
  why: {
    messages: 'Recibe esto por una conversación en la tienda.',
    orders: 'Recibe este mensaje por su pedido {number}.',
    account: 'Recibe este mensaje para que su cuenta siga segura.',
    'price-drops': 'Recibe este mensaje porque pidió saber cuándo baja un ' + 'precio.',
    stock: 'Recibe este mensaje porque pidió saber cuándo algo vuelve a ' + 'estar disponible.',
    sales: 'Recibe este mensaje porque pidió enterarse de las ofertas.',
  },
  act: { 'password-reset': 'Poner una contraseña nueva' },
  account: 'Ver su cuenta',
  notices: {
    'order-confirmed': {
      subject: 'Su pedido {number} está confirmado',
      heading: 'Gracias por su pedido',
      lead: 'Tenemos su pedido {number} y lo estamos preparando.',
      closing:
        'Le escribiremos de nuevo cuando esté en camino. Hasta ' + 'entonces puede cancelarlo.',
    },
    'order-shipped': {
      subject: 'Su pedido {number} está en camino',
      heading: 'En camino',
      lead: 'Todo su pedido {number} está en manos del transportista.',
      closing: 'El transportista muestra dónde están sus paquetes.',
    },
    'order-delivered': {
      subject: 'Su pedido {number} ha llegado',
      heading: 'Entregado',
      lead: 'Su pedido {number} se ha entregado.',
      closing: 'Si falta algo o algo está mal, díganoslo en la página de su ' + 'pedido.',
    },
    'order-cancelled': {
      subject: 'Su pedido {number} está cancelado',
      heading: 'Pedido cancelado',
      lead: 'Su pedido {number} se ha cancelado y no se enviará.',
      closing: 'Si ya pagó, el dinero vuelve por donde vino.',
    },
    'order-items-cancelled': {
      subject: 'Una parte de su pedido {number} está cancelada',
      heading: 'Una parte está cancelada',
      lead: 'Lo que canceló ya no está en su pedido {number}. El resto sigue igual.',
      closing: 'Lo que pagó por ello vuelve por donde vino.',
    },
    'order-address-changed': {
      subject: 'Su pedido {number} va a otra dirección',
      heading: 'Otra dirección',
      lead: 'Su pedido {number} va ahora a la dirección de abajo. El total no cambia.',
      closing: 'Si no fue usted, cámbiela de nuevo y cambie su contraseña.',
    },
    'return-requested': {
      subject: 'Su devolución {return} del pedido {number}',
      heading: 'Su devolución está anunciada',
      lead: 'Esperamos lo que devuelve del pedido {number} con el número ' + '{return}.',
      closing:
        'Imprima la etiqueta en la página de su devolución y entregue ' + 'el paquete en 14 días.',
    },
    'return-received': {
      subject: 'Su devolución {return} ha llegado',
      heading: 'Su paquete está aquí',
      lead: 'Lo que devolvió del pedido {number} ha llegado y se está ' + 'revisando.',
      closing: 'Le escribiremos en cuanto esté decidido.',
    },
    'return-expired': {
      subject: 'Su devolución {return} ha caducado',
      heading: 'No ha llegado nada',
      lead: 'El paquete de la devolución {return} del pedido {number} no ' + 'llegó a tiempo.',
      closing: 'Si está en camino, no se pierde nada: cuenta cuando llegue.',
    },
    'return-approved': {
      subject: 'Su devolución {return} está aceptada',
      heading: 'Su devolución está aceptada',
      lead: 'Aceptamos lo que devolvió del pedido {number}.',
      closing:
        'El dinero o el reemplazo llegan solos; la página de su ' + 'devolución dice cuánto.',
    },
    'return-rejected': {
      subject: 'Su devolución {return} no se aceptó',
      heading: 'Su devolución no se aceptó',
      lead: 'Lo que devolvió del pedido {number} no se aceptó.',
      closing: 'La página de su devolución dice por qué. Si es un error, ' + 'puede reclamar allí.',
    },
    'return-refunded': {
      subject: '{amount} por su devolución {return}',
      heading: 'Su dinero está en camino',
      lead: '{amount} por la devolución {return} del pedido {number} ' + 'vuelven por donde pagó.',
      closing: 'Los bancos suelen tardar hasta diez días en anotarlo.',
    },
    'return-exchanged': {
      subject: 'Su cambio {return} está en camino',
      heading: 'Lo que llega a cambio está reservado',
      lead:
        'Lo que recibe a cambio por la devolución {return} del pedido ' +
        '{number} está apartado para usted.',
      closing: 'La página de su devolución muestra el paquete cuando haya ' + 'salido.',
    },
    'password-reset': {
      subject: 'Poner una contraseña nueva',
      heading: 'Poner una contraseña nueva',
      lead: 'Alguien, esperamos que usted, pidió una contraseña nueva ' + 'para esta dirección.',
      closing:
        'El enlace sirve una vez y durante {minutes} minutos. Si no ' +
        'fue usted, no haga nada: su contraseña queda como está.',
    },
    'sign-in-code': {
      subject: 'Su código para entrar',
      heading: 'Su código para entrar',
      lead: 'Escriba este código en la página donde lo pidió:',
      closing:
        'Sirve una vez y durante {minutes} minutos. Nadie de la ' +
        'tienda se lo pedirá nunca. Si no fue usted, no haga nada.',
    },
    'verify-email': {
      subject: 'Su código para confirmar esta dirección',
      heading: 'Confirme su correo',
      lead: 'Escriba este código en la página donde lo pidió:',
      closing: 'Sirve una vez y durante {minutes} minutos.',
    },
    'password-changed': {
      subject: 'Su contraseña ha cambiado',
      heading: 'Su contraseña ha cambiado',
      lead:
        'La contraseña de su cuenta ha cambiado y se cerró la sesión ' +
        'en los demás dispositivos.',
      closing: 'Si no fue usted, ponga otra ahora mismo: pida un enlace ' + 'donde se entra.',
    },
    'registration-repeated': {
      subject: 'Alguien intentó registrarse con su dirección',
      heading: 'Ya tiene una cuenta',
      lead: 'Alguien, quizá usted, intentó crear una cuenta con esta ' + 'dirección.',
      closing: 'Nada ha cambiado. Si olvidó su contraseña, pida un enlace ' + 'donde se entra.',
    },
    'passkey-added': {
      subject: 'Se añadió una llave de acceso a su cuenta',
      heading: 'Se añadió una llave de acceso',
      lead: 'Desde ahora esta llave abre su cuenta sin contraseña.',
      closing:
        'Si no fue usted, quítela ahora mismo en la página de su ' +
        'cuenta y ponga otra contraseña.',
    },
    'passkey-removed': {
      subject: 'Se quitó una llave de acceso de su cuenta',
      heading: 'Se quitó una llave de acceso',
      lead: 'Esta llave ya no abre su cuenta. Su contraseña sí.',
      closing: 'Si no fue usted, ponga otra contraseña: pida un enlace donde ' + 'se entra.',
    },
  },
};
