import { flashPileOn } from './attacks/a01-flash-pile-on.ts';
import { mixedChannelPileOn } from './attacks/a02-mixed-channel-pile-on.ts';
import { copypastaSmear } from './attacks/a03-copypasta-smear.ts';
import { slotTemplateSmear } from './attacks/a04-slot-template-smear.ts';
import { paraphraseSmear } from './attacks/a05-paraphrase-smear.ts';
import { obfuscatedCopypasta } from './attacks/a06-obfuscated-copypasta.ts';
import { slowDrip } from './attacks/a07-slow-drip.ts';
import { rotatingCohort } from './attacks/a08-rotating-cohort.ts';
import { wokenSleepers } from './attacks/a09-woken-sleepers.ts';
import { agedBoughtAccounts } from './attacks/a10-aged-bought-accounts.ts';
import { officeHoursFarm } from './attacks/a11-office-hours-farm.ts';
import { languageSwitch } from './attacks/a12-language-switch.ts';
import { raid } from './attacks/a13-raid.ts';
import { genderedSmear } from './attacks/a14-gendered-smear.ts';
import { falseReportsBurst } from './attacks/a15-false-reports-burst.ts';
import { falseReportsWeeks } from './attacks/a16-false-reports-weeks.ts';
import { cloneThenReport } from './attacks/a17-clone-then-report.ts';
import { impersonationFraud } from './attacks/a18-impersonation-fraud.ts';
import { doxxing } from './attacks/a19-doxxing.ts';
import { doxxThenThreats } from './attacks/a20-doxx-then-threats.ts';
import { passwordSpray } from './attacks/a21-password-spray.ts';
import { takeover } from './attacks/a22-takeover.ts';
import { resetFlood } from './attacks/a23-reset-flood.ts';
import { spearPhish } from './attacks/a24-spear-phish.ts';
import { scraping } from './attacks/a25-scraping.ts';
import { regionalShutdown } from './attacks/a26-regional-shutdown.ts';
import type { CatalogueEntry } from './define-scenario.ts';
import { supportWave } from './look-alikes/b01-support-wave.ts';
import { solidarityStatement } from './look-alikes/b02-solidarity-statement.ts';
import { petitionShare } from './look-alikes/b03-petition-share.ts';
import { breakingNews } from './look-alikes/b04-breaking-news.ts';
import { organicCriticism } from './look-alikes/b05-organic-criticism.ts';
import { questionHour } from './look-alikes/b06-question-hour.ts';
import { fanCommunity } from './look-alikes/b07-fan-community.ts';
import { largeAccountPraises } from './look-alikes/b08-large-account-praises.ts';
import { largeAccountCriticises } from './look-alikes/b09-large-account-criticises.ts';
import { syndicatedHeadline } from './look-alikes/b10-syndicated-headline.ts';
import { verseRepetition } from './look-alikes/b11-verse-repetition.ts';
import { newUserWave } from './look-alikes/b12-new-user-wave.ts';
import { hashtagStorm } from './look-alikes/b13-hashtag-storm.ts';
import { policyAdvocacy } from './look-alikes/b14-policy-advocacy.ts';
import { sharedNetwork } from './look-alikes/b15-shared-network.ts';
import { travel } from './look-alikes/b16-travel.ts';
import { trueViolation } from './look-alikes/b17-true-violation.ts';
import { newsBots } from './look-alikes/b18-news-bots.ts';
import { giveaway } from './look-alikes/b19-giveaway.ts';
import { outage } from './look-alikes/b20-outage.ts';
import { testimonies } from './look-alikes/b21-testimonies.ts';
import { strike } from './look-alikes/b22-strike.ts';
import { jointExpose } from './look-alikes/b23-joint-expose.ts';
import { sharedDevices } from './look-alikes/b24-shared-devices.ts';
import { newcomers } from './look-alikes/b25-newcomers.ts';

/** Every kind of scenario: 26 attacks and 25 look-alikes. @source detection notes, 5.3 */
export const CATALOGUE = {
  A01: flashPileOn,
  A02: mixedChannelPileOn,
  A03: copypastaSmear,
  A04: slotTemplateSmear,
  A05: paraphraseSmear,
  A06: obfuscatedCopypasta,
  A07: slowDrip,
  A08: rotatingCohort,
  A09: wokenSleepers,
  A10: agedBoughtAccounts,
  A11: officeHoursFarm,
  A12: languageSwitch,
  A13: raid,
  A14: genderedSmear,
  A15: falseReportsBurst,
  A16: falseReportsWeeks,
  A17: cloneThenReport,
  A18: impersonationFraud,
  A19: doxxing,
  A20: doxxThenThreats,
  A21: passwordSpray,
  A22: takeover,
  A23: resetFlood,
  A24: spearPhish,
  A25: scraping,
  A26: regionalShutdown,
  B01: supportWave,
  B02: solidarityStatement,
  B03: petitionShare,
  B04: breakingNews,
  B05: organicCriticism,
  B06: questionHour,
  B07: fanCommunity,
  B08: largeAccountPraises,
  B09: largeAccountCriticises,
  B10: syndicatedHeadline,
  B11: verseRepetition,
  B12: newUserWave,
  B13: hashtagStorm,
  B14: policyAdvocacy,
  B15: sharedNetwork,
  B16: travel,
  B17: trueViolation,
  B18: newsBots,
  B19: giveaway,
  B20: outage,
  B21: testimonies,
  B22: strike,
  B23: jointExpose,
  B24: sharedDevices,
  B25: newcomers,
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

export type CatalogueId = keyof typeof CATALOGUE;

/** All ids, attacks first, in the order of their numbers. */
export const CATALOGUE_IDS = Object.keys(CATALOGUE) as readonly CatalogueId[];
