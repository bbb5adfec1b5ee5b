import type { Language } from '../population.ts';
import { AR } from './ar.ts';
import type { BasePools } from './base-pools.ts';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { HI } from './hi.ts';
import { RU } from './ru.ts';
import type { ScenePools } from './scene-pools.ts';
import { AR_SCENES } from './scenes/ar.ts';
import { DE_SCENES } from './scenes/de.ts';
import { EN_SCENES } from './scenes/en.ts';
import { ES_SCENES } from './scenes/es.ts';
import { FR_SCENES } from './scenes/fr.ts';
import { HI_SCENES } from './scenes/hi.ts';
import { RU_SCENES } from './scenes/ru.ts';
import { TH_SCENES } from './scenes/th.ts';
import { ZH_SCENES } from './scenes/zh.ts';
import { TH } from './th.ts';
import { ZH } from './zh.ts';

export interface TextPools extends BasePools, ScenePools {}

export const TEXTS: Readonly<Record<Language, TextPools>> = {
  en: { ...EN, ...EN_SCENES },
  ru: { ...RU, ...RU_SCENES },
  ar: { ...AR, ...AR_SCENES },
  hi: { ...HI, ...HI_SCENES },
  es: { ...ES, ...ES_SCENES },
  fr: { ...FR, ...FR_SCENES },
  de: { ...DE, ...DE_SCENES },
  zh: { ...ZH, ...ZH_SCENES },
  th: { ...TH, ...TH_SCENES },
};
