const VERHOEFF_PRODUCT = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
] as const;
const VERHOEFF_TURN = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
] as const;
const CHINESE_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHINESE_CHECKS = '10X98765432';
const PESEL_WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3] as const;
const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

function at(digits: string, i: number): number {
  return digits.charCodeAt(i) - 48;
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * at(digits, i), 0);
}

/** Payment cards and others. @source ISO/IEC 7812-1 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = at(digits, digits.length - 1 - i);
    const doubled = digit * 2;
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** International bank account number, without spaces. @source ISO 13616-1 */
export function passesIban(iban: string): boolean {
  let rest = 0;
  const turned = iban.slice(4) + iban.slice(0, 4);
  for (const char of turned) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** India's Aadhaar and others. @source Verhoeff 1969 */
function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = at(digits, digits.length - 1 - i);
    const turned = VERHOEFF_TURN[i % 8]?.charCodeAt(digit) ?? 48;
    check = (VERHOEFF_PRODUCT[check]?.charCodeAt(turned - 48) ?? 48) - 48;
  }
  return check === 0;
}

/** Brazil's CPF: two check digits modulo 11. */
function passesCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  return [9, 10].every((length) => {
    let sum = 0;
    for (let i = 0; i < length; i += 1) sum += at(digits, i) * (length + 1 - i);
    return ((sum * 10) % 11) % 10 === at(digits, length);
  });
}

/** Poland's PESEL: birth month and a weighted check digit. */
function passesPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return (10 - (weighted(digits, PESEL_WEIGHTS) % 10)) % 10 === at(digits, 10);
}

/** Thailand's citizen number. */
function passesThai(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < 12; i += 1) sum += at(digits, i) * (13 - i);
  return (11 - (sum % 11)) % 10 === at(digits, 12);
}

/** France's NIR: the last two digits complete the rest to 97. */
function passesNir(digits: string): boolean {
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13));
}

/** China's resident number with `X` for ten. @source GB 11643-1999 */
export function passesChinese(id: string): boolean {
  const month = Number(id.slice(10, 12));
  if (month < 1 || month > 12) return false;
  return CHINESE_CHECKS[weighted(id, CHINESE_WEIGHTS) % 11] === id[17];
}

/** Spain's DNI: eight digits and a letter. */
export function passesDni(dni: string): boolean {
  return SPANISH_LETTERS[Number(dni.slice(0, 8)) % 23] === dni[8];
}

/** Whether digits are a valid national number by their length and checksum. */
export function isNationalNumber(digits: string): boolean {
  switch (digits.length) {
    case 11:
      return passesCpf(digits) || passesPesel(digits);
    case 12:
      return at(digits, 0) >= 2 && passesVerhoeff(digits);
    case 13:
      return at(digits, 0) >= 1 && at(digits, 0) <= 8 && passesThai(digits);
    case 15:
      return /^[12]/.test(digits) && passesNir(digits);
    default:
      return false;
  }
}
