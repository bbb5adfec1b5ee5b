import type { Detector } from '../finding.ts';
import { pileOn } from './d1-pile-on.ts';
import { copypasta } from './d3-copypasta.ts';
import { massReport } from './d7-mass-report.ts';
import { accountTakeover } from './d14-account-takeover.ts';

/** Every detector, in the order of their ids. A new one is a file here and a line in this list. */
export const DETECTORS: readonly Detector[] = [pileOn, copypasta, massReport, accountTakeover];
