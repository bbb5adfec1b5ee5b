import type { Detector } from '../finding.ts';
import { pileOn } from './d1-pile-on.ts';

/** Every detector, in the order of their ids. A new one is a file here and a line in this list. */
export const DETECTORS: readonly Detector[] = [pileOn];
