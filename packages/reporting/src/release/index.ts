export { hashOf } from '../frozen/canonical-json.ts';
export { Approvers, approve, approversIn } from './approvals.ts';
export { attackTables, type ReleaseAttack } from './attack-releases.ts';
export { checkRelease } from './check-release.ts';
export { csvOf, readCsv } from './csv.ts';
export { dataFiles, type ReleaseFiles } from './data-files.ts';
export {
  hindranceIn,
  keepApproval,
  keepDraft,
  type LedgerLine,
  publishedOf,
  type ReleaseFolders,
  readDraft,
  readFacts,
  readFiles,
  readLedger,
  SUMS,
} from './ledger.ts';
export { makeRelease, type ReleaseOrigin } from './make-release.ts';
export { keepObjection, object, PUBLISHER } from './objections.ts';
export { type DraftFacts, factsByHash, readDraftFacts } from './parity-facts.ts';
export { ParityFile } from './parity-file.ts';
export { prepareDraft, RUNS_FOLDER } from './prepare-draft.ts';
export { disclosureFacts, type Published, tellsAgainst } from './protect-tables.ts';
export { type DraftStanding, publishDraft, publishedLine, standingOf } from './publish-draft.ts';
export { type Quarter, quarterOf, settledAt, settledOf, settledQuarter } from './quarter.ts';
export { type PublicRelease, readPublic } from './read-public.ts';
export { type PublicFigure, Release, type TrendPoint } from './release.ts';
export { FrozenFacts, freezeFacts } from './release-facts.ts';
export { checksumsOf, isSigned, misfits, publicKeyOf, signText } from './signatures.ts';
export { keepSignature, readSignature, signedWith } from './signed-draft.ts';
export { releasesBefore, standingReleases } from './standing-releases.ts';
export { toldFigure } from './told-figure.ts';
export { drawTrend } from './trend-section.ts';
export { falsePoints, pointsOf } from './trends.ts';
export { REPORT_LANGUAGES, REPORT_WORDS, type ReportLanguage } from './words.ts';
