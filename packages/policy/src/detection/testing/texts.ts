/** Sentences of one language for scenarios; `{}` takes a filler word. */
export interface Texts {
  readonly language: string;
  readonly hostile: readonly string[];
  readonly supportive: readonly string[];
  readonly neutral: readonly string[];
  readonly fillers: readonly string[];
}

export const TEXTS: Readonly<Record<'en' | 'ru' | 'ar' | 'hi', Texts>> = {
  en: {
    language: 'en',
    hostile: [
      'nobody believes a word of your {} reports, you traitor',
      'what a disgrace for our {} and for every family in it',
      'you are lying again about the {}, like last week',
      'take your {} money and leave this country for good',
      'one day the {} will make you answer for all of this',
      'pathetic show about the {} from a paid clown',
      'people like you ruin the {} for everybody else here',
      'your {} friends cannot save you from the truth, liar',
    ],
    supportive: [
      'thank you for everything you do for the {}',
      'we stand with you and with the {} tonight',
      'so proud of your work on the {} this year',
      'stay strong, the whole {} is behind you',
      'your courage about the {} gives us hope',
      'reading your {} report with my students, respect',
    ],
    neutral: [
      'is there a link to the full {} document somewhere',
      'the hearing about the {} starts at nine tomorrow',
      'which {} did you mention in the second paragraph',
      'the {} ministry has published new figures today',
      'I saw the {} on the news, what happens next',
      'does anybody know when the {} vote takes place',
      'the road near the {} is closed because of rain',
    ],
    fillers:
      'river school court harbour election market village teacher budget bridge hospital union park water train library factory museum'.split(
        ' ',
      ),
  },
  ru: {
    language: 'ru',
    hostile: [
      'никто не верит твоим отчётам про {}, предатель',
      'какой позор для всей нашей страны этот {}',
      'опять ложь про {} как и на прошлой неделе',
      'забирай свои деньги за {} и уезжай навсегда',
      'однажды за {} придётся отвечать перед народом',
      'жалкое шоу про {} от продажного клоуна',
      'такие как ты портят {} всем остальным людям',
      'твои друзья из {} тебя не спасут от правды',
    ],
    supportive: [
      'спасибо за всё что вы делаете ради {}',
      'мы с вами и с теми кто защищает {}',
      'очень гордимся вашей работой про {} в этом году',
      'держитесь, весь {} на вашей стороне',
      'ваша смелость в деле про {} даёт надежду',
    ],
    neutral: [
      'есть ли ссылка на полный документ про {}',
      'заседание про {} начинается завтра в девять',
      'какой {} упомянут во втором абзаце текста',
      'министерство опубликовало новые цифры про {}',
      'видел {} в новостях, что будет дальше',
      'кто знает когда голосование про {} состоится',
    ],
    fillers:
      'рынок мост завод город бюджет закон школа музей парк театр вокзал порт суд союз совет канал лес архив'.split(
        ' ',
      ),
  },
  ar: {
    language: 'ar',
    hostile: [
      'لا أحد يصدق كلامك عن {} يا خائن',
      'ما هذا العار الذي جلبته على {} وعلى الناس',
      'كلام كاذب جديد عن {} مثل الأسبوع الماضي',
      'خذ أموال {} وارحل من هذا البلد إلى الأبد',
      'سيأتي يوم تحاسب فيه على {} أمام الجميع',
      'عرض سخيف عن {} من مرتزق معروف',
      'أمثالك يفسدون {} على كل الناس هنا',
    ],
    supportive: [
      'شكرا على كل ما تفعلونه من أجل {}',
      'نقف معكم ومع أهل {} هذه الليلة',
      'كلنا فخورون بعملكم على {} هذا العام',
      'تضامن كامل معكم في قضية {} اليوم',
    ],
    neutral: [
      'هل يوجد رابط للوثيقة الكاملة عن {}',
      'تبدأ جلسة {} غدا في الساعة التاسعة صباحا',
      'أي {} ذكرت في الفقرة الثانية من النص',
      'نشرت الوزارة أرقاما جديدة عن {} هذا الصباح',
      'رأيت {} في الأخبار فماذا سيحدث بعد ذلك',
    ],
    fillers:
      'السوق الجسر المصنع المدينة الميزانية القانون المدرسة المتحف الحديقة المسرح المحطة الميناء المحكمة النقابة المجلس'.split(
        ' ',
      ),
  },
  hi: {
    language: 'hi',
    hostile: [
      'तुम्हारी {} वाली बात पर कोई भरोसा नहीं करता गद्दार',
      'पूरे {} के लिए यह कितनी शर्म की बात है',
      'फिर से {} के बारे में झूठी कहानी सुना रहे हो',
      'अपने {} के पैसे लेकर यहाँ से हमेशा के लिए चले जाओ',
      'एक दिन {} का हिसाब सबके सामने देना पड़ेगा',
      'बिकाऊ लोगों का {} पर घटिया तमाशा चल रहा है',
    ],
    supportive: [
      '{} के लिए आप जो कर रहे हैं उसके लिए धन्यवाद',
      'हम आज रात {} के लोगों के साथ खड़े हैं',
      'इस साल {} पर आपके काम पर हमें गर्व है',
      'आपके साहस से {} के लोगों को हिम्मत मिलती है',
    ],
    neutral: [
      'क्या {} के पूरे दस्तावेज़ का कोई लिंक है',
      '{} की सुनवाई कल सुबह नौ बजे शुरू होगी',
      'दूसरे पैराग्राफ में आपने किस {} का ज़िक्र किया',
      'मंत्रालय ने {} के नए आँकड़े आज जारी किए हैं',
      'समाचार में {} देखा अब आगे क्या होने वाला है',
    ],
    fillers:
      'बाज़ार पुल कारखाना शहर बजट कानून विद्यालय संग्रहालय उद्यान रंगमंच स्टेशन बंदरगाह अदालत संघ परिषद'.split(
        ' ',
      ),
  },
};
