import { canonicalise } from '@hrd-shield/domain';

/**
 * Digits from zero to nine as they are spelled out, so that a spelled number meets the number; in
 * each line one language, forms of one digit behind a stroke.
 */
const SPELLED: readonly string[] = [
  'zero|oh one two three four five six seven eight nine',
  'null eins|ein zwei|zwo drei vier fünf sechs sieben acht neun',
  'cero uno dos tres cuatro cinco seis siete ocho nueve',
  'zéro un deux trois quatre cinq six sept huit neuf',
  'zero um dois três quatro cinco seis|meia sete oito nove',
  'ноль|нуль один два три четыре пять шесть семь восемь девять',
  'صفر واحد اثنان|اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة',
  'शून्य एक दो तीन चार पाँच|पांच छह|छः सात आठ नौ',
  'ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า',
  '零|〇 一|幺 二|两 三 四 五 六 七 八 九',
];
const HAN_DIGITS = /[零〇一幺二两三四五六七八九]/gu;

const DIGIT_OF: ReadonlyMap<string, string> = new Map(
  SPELLED.flatMap((line) =>
    line
      .split(' ')
      .flatMap((forms, digit) =>
        forms.split('|').map((form) => [canonicalise(form).text, String(digit)] as const),
      ),
  ),
);

/** Digits that are spelled out in Chinese characters as digits: they stand without spaces. */
export function hanDigits(text: string): string {
  return text.replace(HAN_DIGITS, (sign) => DIGIT_OF.get(canonicalise(sign).text) ?? sign);
}

/**
 * Words with spelled digits as digits, and single digits that follow each other as one number:
 * `four nine elm street` becomes `49 elm street`.
 */
export function joinedDigits(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const digit = DIGIT_OF.get(word) ?? word;
    const isDigit = /^\p{Nd}$/u.test(digit);
    if (isDigit && isOpen) joined.push(`${joined.pop() ?? ''}${digit}`);
    else joined.push(digit);
    isOpen = isDigit;
  }
  return joined;
}
