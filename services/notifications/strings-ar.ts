/** Every sentence of mails in Arabic; what the values in braces are says strings.ts. */
import type { Strings } from './strings.ts';

export const arabic: Strings = {
  language: 'ar',
  greeting: 'مرحبًا {name}،',
  greetingWithoutName: 'مرحبًا،',
  order: 'الطلب',
  cancelled: 'ملغى',
  quantity: 'الكمية',
  subtotal: 'المجموع الفرعي',
  discount: 'الخصم',
  shipping: 'الشحن',
  tax: 'الضريبة',
  total: 'الإجمالي',
  shipTo: 'يُشحن إلى',
  parcels: 'الطرود',
  paymentCash: 'تدفع عند الوصول.',
  viewOrder: 'عرض طلبك',
  viewReturn: 'عرض إرجاعك',
  why: {
    messages: 'يصلك هذا بسبب محادثة في المتجر.',
    orders: 'تصلك هذه الرسالة بسبب طلبك {number}.',
    account: 'تصلك هذه الرسالة للحفاظ على أمان حسابك.',
    'price-drops': 'تصلك هذه الرسالة لأنك طلبت أن تعرف حين ينخفض سعر.',
    stock: 'تصلك هذه الرسالة لأنك طلبت أن تعرف حين يعود شيء.',
    sales: 'تصلك هذه الرسالة لأنك طلبت أن تعرف بالعروض.',
  },
  act: { 'password-reset': 'تعيين كلمة مرور جديدة' },
  account: 'عرض حسابك',
  notices: {
    'order-confirmed': {
      subject: 'تأكد طلبك {number}',
      heading: 'شكرًا لطلبك',
      lead: 'وصلنا طلبك {number} ونحن نجهّزه.',
      closing: 'سنكتب إليك حين يصبح في الطريق. حتى ذلك الحين يمكنك إلغاؤه.',
    },
    'order-shipped': {
      subject: 'طلبك {number} في الطريق',
      heading: 'في الطريق',
      lead: 'سُلّم كل ما في طلبك {number} إلى شركة الشحن.',
      closing: 'تعرض شركة الشحن أين طرودك.',
    },
    'order-delivered': {
      subject: 'وصل طلبك {number}',
      heading: 'تم التسليم',
      lead: 'سُلّم طلبك {number}.',
      closing: 'إن نقص شيء أو كان فيه خطأ فأخبرنا في صفحة طلبك.',
    },
    'order-cancelled': {
      subject: 'أُلغي طلبك {number}',
      heading: 'أُلغي الطلب',
      lead: 'أُلغي طلبك {number} ولن يُرسل.',
      closing: 'إن كنت قد دفعت فالمال يعود من حيث أتى.',
    },
    'order-items-cancelled': {
      subject: 'أُلغي جزء من طلبك {number}',
      heading: 'أُلغي جزء',
      lead: 'أزلنا من طلبك {number} ما ألغيته. والباقي يمضي كما هو مقرر.',
      closing: 'ما دفعته مقابله يعود من حيث أتى.',
    },
    'order-address-changed': {
      subject: 'طلبك {number} يذهب إلى عنوان آخر',
      heading: 'عنوان آخر',
      lead: 'يذهب طلبك {number} الآن إلى العنوان أدناه. ويبقى المبلغ كما هو.',
      closing: 'إن لم تكن أنت من فعل ذلك فأعده من صفحة الطلب وغيّر كلمة المرور.',
    },
    'return-requested': {
      subject: 'إرجاعك {return} للطلب {number}',
      heading: 'سُجّل إرجاعك',
      lead: 'ننتظر ما تعيده من الطلب {number} بالرقم {return}.',
      closing: 'اطبع الملصق من صفحة إرجاعك وسلّم الطرد خلال 14 يومًا.',
    },
    'return-received': {
      subject: 'وصل إرجاعك {return}',
      heading: 'طردك هنا',
      lead: 'وصل ما أعدته من الطلب {number} ويجري فحصه.',
      closing: 'سنكتب إليك حالما يُبتّ فيه.',
    },
    'return-expired': {
      subject: 'انتهت مهلة إرجاعك {return}',
      heading: 'لم يصل شيء',
      lead: 'لم يصل طرد الإرجاع {return} للطلب {number} في الوقت.',
      closing: 'إن كان في الطريق فلم يضع شيء: يُحسب عند وصوله.',
    },
    'return-approved': {
      subject: 'قُبل إرجاعك {return}',
      heading: 'قُبل إرجاعك',
      lead: 'استُعيد ما أرجعته من الطلب {number}.',
      closing: 'يأتي المال أو البديل من تلقاء نفسه؛ وصفحة إرجاعك تقول كم.',
    },
    'return-rejected': {
      subject: 'لم يُقبل إرجاعك {return}',
      heading: 'لم يُقبل إرجاعك',
      lead: 'لم يُقبل ما أرجعته من الطلب {number}.',
      closing: 'صفحة إرجاعك تقول السبب. إن كان خطأ فيمكنك الاعتراض هناك.',
    },
    'return-refunded': {
      subject: '{amount} عن إرجاعك {return}',
      heading: 'مالك في الطريق إليك',
      lead: '{amount} عن الإرجاع {return} للطلب {number} تعود بالطريقة ' + 'التي دفعت بها.',
      closing: 'تحتاج البنوك عادة إلى عشرة أيام لقيدها.',
    },
    'return-exchanged': {
      subject: 'بديل إرجاعك {return} في الطريق',
      heading: 'ما يأتي بدلًا منه محجوز',
      lead: 'ما تأخذه بدلًا عن الإرجاع {return} للطلب {number} محجوز لك.',
      closing: 'تعرض صفحة إرجاعك الطرد حالما يغادر.',
    },
    'password-reset': {
      subject: 'تعيين كلمة مرور جديدة',
      heading: 'تعيين كلمة مرور جديدة',
      lead: 'طلب أحدهم، نرجو أنه أنت، كلمة مرور جديدة لهذا العنوان.',
      closing:
        'الرابط صالح مرة واحدة ولمدة {minutes} دقيقة. إن لم تكن أنت ' +
        'فلا تفعل شيئًا: كلمة مرورك تبقى كما هي.',
    },
    'sign-in-code': {
      subject: 'رمز تسجيل الدخول',
      heading: 'رمز تسجيل الدخول',
      lead: 'اكتب هذا الرمز في الصفحة التي طلبته فيها:',
      closing:
        'صالح مرة واحدة ولمدة {minutes} دقيقة. لن يسألك عنه أحد من ' +
        'المتجر أبدًا. إن لم تكن أنت فلا تفعل شيئًا.',
    },
    'verify-email': {
      subject: 'رمز تأكيد هذا العنوان',
      heading: 'أكّد بريدك',
      lead: 'اكتب هذا الرمز في الصفحة التي طلبته فيها:',
      closing: 'صالح مرة واحدة ولمدة {minutes} دقيقة.',
    },
    'password-changed': {
      subject: 'تغيّرت كلمة مرورك',
      heading: 'تغيّرت كلمة مرورك',
      lead: 'تغيّرت كلمة مرور حسابك وانتهت الجلسات على الأجهزة الأخرى.',
      closing: 'إن لم تكن أنت فعيّن غيرها فورًا: اطلب رابطًا من صفحة الدخول.',
    },
    'registration-repeated': {
      subject: 'حاول أحدهم التسجيل بعنوانك',
      heading: 'لديك حساب من قبل',
      lead: 'حاول أحدهم، ربما أنت، إنشاء حساب بهذا العنوان.',
      closing: 'لم يتغير شيء. إن نسيت كلمة مرورك فاطلب رابطًا من صفحة ' + 'الدخول.',
    },
    'passkey-added': {
      subject: 'أُضيف مفتاح مرور إلى حسابك',
      heading: 'أُضيف مفتاح مرور',
      lead: 'من الآن يفتح هذا المفتاح حسابك بلا كلمة مرور.',
      closing: 'إن لم تكن أنت فأزله فورًا من صفحة حسابك وعيّن كلمة مرور ' + 'جديدة.',
    },
    'passkey-removed': {
      subject: 'أُزيل مفتاح مرور من حسابك',
      heading: 'أُزيل مفتاح مرور',
      lead: 'لم يعد هذا المفتاح يفتح حسابك. كلمة مرورك ما زالت تفتحه.',
      closing: 'إن لم تكن أنت فعيّن كلمة مرور جديدة: اطلب رابطًا من صفحة ' + 'الدخول.',
    },
  },
};
