import { PARITY_WORDS } from './parity-words.ts';
import type { PublicMilestone } from './release.ts';

/** Languages of the public report, by the code of their page. */
export const REPORT_LANGUAGES = ['en', 'ar'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** Everything that a page of the report says, in one language. */
export interface ReportWords {
  readonly direction: 'ltr' | 'rtl';
  /** For numbers and dates. */
  readonly locale: string;
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly skip: string;
  readonly notes: readonly string[];
  readonly columns: readonly [string, string, string, string];
  readonly downloads: string;
  readonly definitions: string;
  readonly protection: string;
  readonly losses: readonly [string, string, string, string];
  readonly lossNote: string;
  readonly corrected: string;
  readonly question: string;
  readonly counted: string;
  readonly hash: string;
  readonly run: string;
  readonly release: string;
  readonly check: string;
  readonly all: string;
  readonly trend: {
    /** Stands before the name of a figure. */
    readonly title: string;
    readonly table: string;
    readonly columns: readonly [string, string, string, string, string];
    /** Beside a quarter that was counted by another definition. */
    readonly otherwise: string;
  };
  readonly plan: {
    readonly title: string;
    readonly note: string;
    readonly columns: readonly [string, string, string, string, string];
    readonly owners: Readonly<Record<string, string>>;
    readonly states: Readonly<Record<PublicMilestone['state'], string>>;
    readonly reasons: Readonly<Record<PublicMilestone['reason'], string>>;
  };
  readonly states: Readonly<Record<'withheld' | 'not-reached' | 'no-data' | 'open', string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

const EN: ReportWords = {
  direction: 'ltr',
  locale: 'en-GB',
  name: 'English',
  title: 'How well defenders were protected',
  lead: 'Public report of HRD Shield',
  skip: 'Skip to the figures',
  notes: [
    'Counts are rounded to five. A count of too few people, or from too few reporting units, is withheld, and others with it where it could be had from them. Shares are made of the rounded counts alone; times have two digits.',
    'Cases that are still open count as open: they are never dropped. Intervals are at 95 % and take the cases of one person together.',
    'Targets and definitions are those of this product, not of any authority.',
  ],
  columns: ['what', 'value', '95 % interval', 'sample'],
  downloads: 'Files for machines',
  definitions: 'Definitions',
  protection: 'What protection cost the reader',
  losses: ['table', 'cells shown', 'withheld: too few or empty', 'withheld beside them'],
  lossNote: 'refused as a whole',
  corrected: 'This report corrects an earlier one',
  question: 'question',
  counted: 'counted',
  hash: 'definition',
  run: 'run',
  release: 'release',
  check:
    'Every file has its SHA-256 in SHA256SUMS, which is signed; the public key lies beside it.',
  all: 'all',
  trend: {
    title: 'Over the quarters, as each was published',
    table: 'The same as a table',
    columns: ['quarter', 'value', '95 % interval', 'sample', 'release'],
    otherwise: 'counted by another definition',
  },
  plan: {
    title: 'Implementation plan',
    note: 'Targets are proposals of whoever publishes this, never of an authority. Each is judged by the figures above and nothing else.',
    columns: ['what is to be reached', 'target', 'by', 'who answers for it', 'state'],
    owners: {
      response: 'response',
      detection: 'detection',
      rota: 'shifts',
      reporting: 'reporting',
    },
    states: { green: 'green', amber: 'amber', red: 'red', 'not-told': 'not told' },
    reasons: {
      met: 'met, and chance cannot explain it',
      'met-but-for-chance': 'met, but the interval reaches over the target',
      'missed-and-day-to-come': 'not met yet; there is time',
      'missed-and-day-near': 'not met, and its day is near',
      missed: 'not met by its day',
      'no-figure-and-day-to-come': 'no figure yet',
      'no-figure': 'no figure by its day',
      withheld: 'its figure is withheld',
      'not-published': 'its figure is not published',
    },
  },
  states: {
    withheld: 'withheld',
    'not-reached': 'not reached; longer than',
    'no-data': 'nothing recorded',
    open: 'open',
  },
  labels: {
    ...PARITY_WORDS.en.labels,
    count: 'number',
    share: 'share',
    median: 'half within',
    p90: 'nine of ten within',
    p95: 'nineteen of twenty within',
    rate: 'rate',
  },
  figures: {
    ...PARITY_WORDS.en.figures,
    cases: 'Attacks on defenders that were acted on',
    'protected-in-time': 'Protected within fifteen minutes',
    'time-to-protect': 'Time until protection was verified',
    precision: 'Of the judged alarms, attacks',
    measures: 'Protective measures applied',
    'measures-verified': 'Measures seen to work',
    'measures-lifted': 'Measures lifted when their time was over',
    holds: 'Actions against defenders that were held',
    'holds-reviewed': 'Holds that people reviewed in time',
    'holds-right': 'Of the reviewed holds, actions that were refused',
    remedies: 'Remedies opened',
    'remedies-given-back': 'Of the decided remedies, all or part given back',
    loss: 'Records lost or doubled on the way',
    'dead-letters': 'Records that could not be taken',
    silences: 'How long a part of the input was silent',
  },
  values: {
    ...PARITY_WORDS.en.values,
    threat: 'attack',
    region: 'region',
    language: 'language',
    origin: 'origin',
    crowds: 'crowds',
    silencing: 'silencing',
    'harm-to-person': 'harm to the person',
    intrusion: 'intrusion',
    africa: 'Africa',
    americas: 'Americas',
    'asia-pacific': 'Asia and Pacific',
    europe: 'Europe',
    ar: 'Arabic',
    en: 'English',
    es: 'Spanish',
    fr: 'French',
    ru: 'Russian',
    zh: 'Chinese',
    other: 'other',
    automatic: 'automatic',
    'by-a-person': 'by a person',
    state: 'state',
    'not-state': 'not of a state',
    appeal: 'appeal',
    'by-itself': 'by itself',
  },
};

const AR: ReportWords = {
  direction: 'rtl',
  locale: 'ar-EG',
  name: 'العربية',
  title: 'إلى أي حد حُمي المدافعون',
  lead: 'التقرير العام لـ HRD Shield',
  skip: 'انتقل إلى الأرقام',
  notes: [
    'تُقرَّب الأعداد إلى أقرب خمسة. يُحجب كل عدد يخص أشخاصًا قليلين جدًا أو يأتي من جهات إبلاغ قليلة جدًا، ويُحجب معه غيره إن أمكن استنتاجه منه. تُحسب النسب من الأعداد المقرّبة وحدها، وتُذكر الأوقات برقمين.',
    'الحالات التي ما زالت مفتوحة تُحسب مفتوحة ولا تُسقط أبدًا. فترات الثقة بنسبة ٩٥٪ وتجمع حالات الشخص الواحد معًا.',
    'الأهداف والتعريفات من وضع هذا المنتج وليست من وضع أي سلطة.',
  ],
  columns: ['البند', 'القيمة', 'فترة الثقة ٩٥٪', 'العينة'],
  downloads: 'ملفات للآلات',
  definitions: 'التعريفات',
  protection: 'ما كلّفته الحماية للقارئ',
  losses: ['الجدول', 'الخلايا الظاهرة', 'محجوب: قليل جدًا أو فارغ', 'محجوب معها'],
  lossNote: 'مرفوض كله',
  corrected: 'هذا التقرير يصحح تقريرًا سابقًا',
  question: 'السؤال',
  counted: 'ما يُعد',
  hash: 'التعريف',
  run: 'التشغيل',
  release: 'الإصدار',
  check: 'لكل ملف بصمة SHA-256 في SHA256SUMS وهو موقَّع، والمفتاح العام بجانبه.',
  all: 'الكل',
  trend: {
    title: 'على مدى الأرباع، كما نُشر كل منها',
    table: 'الأرقام نفسها في جدول',
    columns: ['الربع', 'القيمة', 'فترة الثقة ٩٥٪', 'العينة', 'الإصدار'],
    otherwise: 'حُسب بتعريف آخر',
  },
  plan: {
    title: 'خطة التنفيذ',
    note: 'الأهداف اقتراحات من ناشر هذا التقرير، وليست من أي سلطة. يُحكم على كل هدف بالأرقام أعلاه وحدها.',
    columns: ['ما ينبغي بلوغه', 'الهدف', 'الموعد', 'المسؤول', 'الحالة'],
    owners: {
      response: 'الاستجابة',
      detection: 'الكشف',
      rota: 'المناوبات',
      reporting: 'التقارير',
    },
    states: { green: 'أخضر', amber: 'كهرماني', red: 'أحمر', 'not-told': 'غير معلن' },
    reasons: {
      met: 'تحقق، ولا تفسره الصدفة',
      'met-but-for-chance': 'تحقق، لكن مجال الثقة يتجاوز الهدف',
      'missed-and-day-to-come': 'لم يتحقق بعد، وما زال هناك وقت',
      'missed-and-day-near': 'لم يتحقق، وموعده قريب',
      missed: 'لم يتحقق في موعده',
      'no-figure-and-day-to-come': 'لا رقم بعد',
      'no-figure': 'لا رقم في موعده',
      withheld: 'رقمه محجوب',
      'not-published': 'رقمه غير منشور',
    },
  },
  states: {
    withheld: 'محجوب',
    'not-reached': 'لم يُبلغ؛ أطول من',
    'no-data': 'لا شيء مسجل',
    open: 'مفتوح',
  },
  labels: {
    ...PARITY_WORDS.ar.labels,
    count: 'العدد',
    share: 'النسبة',
    median: 'النصف خلال',
    p90: 'تسعة من عشرة خلال',
    p95: 'تسعة عشر من عشرين خلال',
    rate: 'المعدل',
  },
  figures: {
    ...PARITY_WORDS.ar.figures,
    cases: 'هجمات على مدافعين جرى التصرف فيها',
    'protected-in-time': 'حُموا خلال خمس عشرة دقيقة',
    'time-to-protect': 'الوقت حتى التحقق من الحماية',
    precision: 'من الإنذارات المفحوصة: هجمات فعلًا',
    measures: 'تدابير حماية طُبقت',
    'measures-verified': 'تدابير شوهد أنها تعمل',
    'measures-lifted': 'تدابير رُفعت عند انتهاء وقتها',
    holds: 'إجراءات ضد مدافعين جرى تعليقها',
    'holds-reviewed': 'تعليقات راجعها أشخاص في الوقت',
    'holds-right': 'من التعليقات المراجعة: إجراءات رُفضت',
    remedies: 'طلبات إنصاف فُتحت',
    'remedies-given-back': 'من طلبات الإنصاف المقررة: رُدّ كل الحق أو بعضه',
    loss: 'سجلات ضاعت أو تكررت في الطريق',
    'dead-letters': 'سجلات تعذّر أخذها',
    silences: 'مدة صمت جزء من المدخلات',
  },
  values: {
    ...PARITY_WORDS.ar.values,
    threat: 'الهجوم',
    region: 'المنطقة',
    language: 'اللغة',
    origin: 'المصدر',
    crowds: 'حشود',
    silencing: 'إسكات',
    'harm-to-person': 'أذى للشخص',
    intrusion: 'اختراق',
    africa: 'أفريقيا',
    americas: 'الأمريكتان',
    'asia-pacific': 'آسيا والمحيط الهادئ',
    europe: 'أوروبا',
    ar: 'العربية',
    en: 'الإنجليزية',
    es: 'الإسبانية',
    fr: 'الفرنسية',
    ru: 'الروسية',
    zh: 'الصينية',
    other: 'غيرها',
    automatic: 'آلي',
    'by-a-person': 'بقرار شخص',
    state: 'من دولة',
    'not-state': 'ليس من دولة',
    appeal: 'تظلّم',
    'by-itself': 'تلقائي',
  },
};

/** The words of the public report, whole in each language. */
export const REPORT_WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { en: EN, ar: AR };
