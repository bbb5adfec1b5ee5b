/** What the report says of parity between kinds of people, in one language. */
interface ParityWords {
  readonly labels: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, string>>;
  /** By cohort and answer, since one answer means something else in each. */
  readonly values: Readonly<Record<string, string>>;
}

/** The words of `rules/parity.yaml`, by language of the report. */
export const PARITY_WORDS: Readonly<Record<'ar' | 'en', ParityWords>> = {
  en: {
    labels: { ratio: 'beside everybody else', 'median-band': 'half within, in bands' },
    figures: {
      'parity-protected-in-time': 'Parity: protected within fifteen minutes',
      'parity-appeals-answered': 'Parity: appeals answered',
      'parity-holds-reviewed': 'Parity: actions against defenders reviewed',
      'parity-time-to-protect': 'Parity: time until protection was verified',
    },
    values: {
      'gender=declared': 'women and gender-diverse people, by their own word',
      'gender=not-told': 'who did not say so (gender)',
      'lgbti=declared': 'LGBTI people, by their own word',
      'lgbti=not-told': 'who did not say so (LGBTI)',
      'minority=declared': 'indigenous people and minorities, by their own word',
      'minority=not-told': 'who did not say so (minorities)',
      'displaced=declared': 'migrants, exiles and former detainees, by their own word',
      'displaced=not-told': 'who did not say so (displaced)',
      'care=declared': 'who is young, old, disabled or cares alone, by their own word',
      'care=not-told': 'who did not say so (care)',
      'work=documents': 'who documents and reports',
      'work=helps': 'who helps with law, shelter or healing',
      'work=organises': 'who organises or teaches',
      'work=land-or-water': 'who defends land or water',
      'work=several': 'who does several of these',
      'work=unknown': 'whose work is not known',
    },
  },
  ar: {
    labels: { ratio: 'مقارنة بسائر الناس', 'median-band': 'النصف خلال، بفئات' },
    figures: {
      'parity-protected-in-time': 'التكافؤ: حُموا خلال خمس عشرة دقيقة',
      'parity-appeals-answered': 'التكافؤ: تظلمات أُجيب عنها',
      'parity-holds-reviewed': 'التكافؤ: إجراءات ضد مدافعين روجعت',
      'parity-time-to-protect': 'التكافؤ: الوقت حتى التحقق من الحماية',
    },
    values: {
      'gender=declared': 'نساء ومتنوعو النوع الاجتماعي، بقولهم',
      'gender=not-told': 'من لم يقل ذلك (النوع الاجتماعي)',
      'lgbti=declared': 'مجتمع الميم، بقولهم',
      'lgbti=not-told': 'من لم يقل ذلك (مجتمع الميم)',
      'minority=declared': 'شعوب أصلية وأقليات، بقولهم',
      'minority=not-told': 'من لم يقل ذلك (الأقليات)',
      'displaced=declared': 'مهاجرون ومنفيون ومحتجزون سابقون، بقولهم',
      'displaced=not-told': 'من لم يقل ذلك (النزوح)',
      'care=declared': 'صغار السن وكباره وذوو الإعاقة ومن يرعى وحده، بقولهم',
      'care=not-told': 'من لم يقل ذلك (الرعاية)',
      'work=documents': 'من يوثق ويكتب',
      'work=helps': 'من يساعد بالقانون أو المأوى أو العلاج',
      'work=organises': 'من ينظم أو يعلّم',
      'work=land-or-water': 'من يدافع عن الأرض أو الماء',
      'work=several': 'من يعمل أكثر من ذلك',
      'work=unknown': 'من لا يُعرف عمله',
    },
  },
};
